"""Ines in Lisbon answers most days, and is saved by a freeze on the one that she forgets."""

from bot.demo.tour.expectations import (
    appended,
    arrives,
    corrected,
    explained,
    joined,
    kept,
    nudges,
    stands,
)
from bot.demo.tour.script import Corrects, Part, Presses, Says, Shows, scene

_FIRST_WEEK = (
    scene(
        0,
        "12:15",
        Says("/start"),
        Presses("I'm in"),
        Says("Lisbon"),
        Presses("Lisbon"),
        Presses("08:00"),
        joined("Europe/Lisbon", "08:00"),
    ),
    scene(1, "08:00", arrives(1, "2027-03-01", "08:00")),
    scene(
        1,
        "12:40",
        Says(
            "A woman humming outside the pharmacy. A man running for a bus that was not leaving. "
            "A boy who carried a cactus like a trophy."
        ),
        kept(1, 1),
    ),
    scene(1, "13:10", Presses("No"), nudges(False, "No reminders come.")),
    scene(2, "08:00", arrives(2, "2027-03-02", "08:00")),
    scene(
        2,
        "18:20",
        Says('"Fine." And then, three breaths later: "My knee is not, though."'),
        kept(2, 2),
    ),
    scene(3, "08:00", arrives(3, "2027-03-03", "08:00")),
    scene(
        3,
        "13:05",
        Says("In my head he was Blue Cap. He is Duarte, and he laughed at how long I had waited."),
        kept(3, 3),
    ),
    scene(4, "08:00", arrives(4, "2027-03-04", "08:00")),
    scene(
        4,
        "21:40",
        Says("The last jar of her quince jam, at the back of my shelf. I think she was glad."),
        kept(4, 4),
        Corrects(
            "The last jar of her quince jam, at the back of my shelf. I know she was glad: she "
            "has just called to ask for the jar."
        ),
        corrected(4),
    ),
    scene(5, "08:00", arrives(5, "2027-03-05", "08:00")),
    scene(
        5,
        "12:30",
        Says(
            '"You found my mistake before lunch, and told only me." He said it was nothing, and '
            "then brought me a coffee."
        ),
        kept(5, 5),
    ),
    scene(6, "08:00", arrives(6, "2027-03-06", "08:00")),
    scene(
        6,
        "20:15",
        Says("My nephew chose the train set. My hand wandered once, when it buzzed next door."),
        kept(6, 6),
    ),
    scene(7, "08:00", arrives(7, "2027-03-07", "08:00")),
    scene(
        7,
        "10:30",
        Says("Nineteen. The circle went to R., who asks a thing and then waits for the answer."),
        kept(7, 7),
        Says("/streak"),
        stands(7, 7, 2, 7, "7 of 365 days answered.", "You hold 2 freezes"),
    ),
    scene(
        7,
        "18:00",
        explained(
            "{name} is shown the week, all seven days of it",
            7,
            "Your week",
            "You answered 7 of the 7 that came.",
        ),
    ),
)

_SECOND_WEEK = (
    scene(8, "08:00", arrives(8, "2027-03-08", "08:00")),
    scene(
        8,
        "19:10",
        Says(
            "The neighbor on the second floor, the guard, and the driver of the 28. She looked "
            "behind her to see whom I meant."
        ),
        kept(8, 8),
    ),
    scene(9, "08:00", arrives(9, "2027-03-09", "08:00")),
    scene(10, "08:00", arrives(10, "2027-03-10", "08:00")),
    scene(
        10,
        "17:45",
        Says("I asked the man at the fish counter what he eats himself. Chicken, he said."),
        kept(10, 9),
    ),
    scene(11, "08:00", arrives(11, "2027-03-11", "08:00", "A freeze covered Day 9")),
    scene(
        11,
        "22:05",
        Says("About the ferry, which turned around for one late passenger. A gull got in."),
        kept(11, 10),
    ),
    scene(12, "08:00", arrives(12, "2027-03-12", "08:00")),
    scene(
        12,
        "09:20",
        Says("I expected a nod. She said: I thought you would never ask. She is Graça."),
        kept(12, 11),
        Says("And she has wondered about my umbrella for two years."),
        appended(12, 2),
    ),
    scene(13, "08:00", arrives(13, "2027-03-13", "08:00")),
    scene(
        13,
        "16:30",
        Shows("The green one on the steps: somebody behind it was practicing the cello."),
        kept(13, 12),
    ),
    scene(14, "08:00", arrives(14, "2027-03-14", "08:00")),
    scene(
        14,
        "11:00",
        Says(
            "Easiest: the bakery, with its counter to lean on. Hardest: the elevator, all mirror."
        ),
        kept(14, 13),
        Says("/streak"),
        stands(13, 13, 1, 13, "13 of 365 days answered.", "Your streak is 13."),
    ),
)

INES = Part(
    name="Ines",
    language="pt",
    zone="Europe/Lisbon",
    place="Lisbon",
    about="answers most days, and forgets one",
    scenes=(*_FIRST_WEEK, *_SECOND_WEEK),
)
