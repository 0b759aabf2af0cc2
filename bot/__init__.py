"""Kindreds: a daily-practice bot for Telegram."""

__version__ = "0.1.0"
