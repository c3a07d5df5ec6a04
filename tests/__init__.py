"""Tests import what they share from here: `tests.bot_api` is a package."""
