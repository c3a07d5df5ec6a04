"""Channels turn what arrives into events, and replies into what is shown."""
