"""`python -m bot` is `kindreds`."""

from bot.cli import main

main()
