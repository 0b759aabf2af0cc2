"""What is said when a text of the series cannot be taken: where, what is wrong, what to do."""


class ContentError(Exception):
    """One thing wrong in one file. `line` counts from 1; 0 stands for the file as a whole."""

    def __init__(self, file: str, line: int, wrong: str, fix: str) -> None:
        where = f"{file}:{line}" if line else file
        super().__init__(f"{where}: {wrong}. {fix}.")
        self.file = file
        self.line = line
        self.wrong = wrong
        self.fix = fix


class ContentErrors(Exception):  # noqa: N818 - it carries several
    """Everything that is wrong with a pack, in the order of its files. Never empty."""

    def __init__(self, errors: list[ContentError]) -> None:
        self.errors = tuple(sorted(errors, key=lambda error: (error.file, error.line)))
        count = len(self.errors)
        head = "One thing is" if count == 1 else f"{count} things are"
        lines = [f"{head} to be put right in the texts before the bot can start:"]
        super().__init__("\n".join([*lines, *map(str, self.errors)]))
