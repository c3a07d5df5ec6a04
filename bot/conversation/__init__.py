"""What is asked and understood. Pure: no Telegram, no SQL, no clock, no files."""
