"""What is due comes without being asked for: looked for beside everything else, a few people at a time."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from bot.channels.telegram.patience import stubbornly

if TYPE_CHECKING:
    from typing import Never

    from bot.channels.telegram.pulse import Pulse
    from bot.service import Service

LOOK = 1.0  # seconds between two looks while nothing is due
BREATH = 0.25  # seconds between two steps while there is more
"""Five people a step are 20 messages a second: Telegram takes 30, and the others are for who waits for an answer.

So one replica does it for all."""


class Alarm:
    """Fires what is due as long as it runs. The outbox finds at its next sweep what is to be sent."""

    def __init__(self, service: Service, pulse: Pulse) -> None:
        self._service, self._pulse = service, pulse

    async def go_on(self) -> Never:
        """Fire until cancelled."""
        while True:
            await self._pulse.chosen()
            more = await stubbornly("发出提醒", asyncio.to_thread, self._service.remind)
            await asyncio.sleep(BREATH if more else LOOK)
