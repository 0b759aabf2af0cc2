"""Maya in New York has a bad week, pauses, and comes back for what she missed."""

from bot.demo.tour.expectations import (
    arrives,
    explained,
    exported,
    joined,
    kept,
    nudges,
    paused,
    reminded,
    shown,
    silence,
    stands,
)
from bot.demo.tour.script import Part, Presses, Says, scene

_COURTESIES = "A bag moved off a seat. A phone turned face down. A stranger's sneeze, blessed."

_BAD_WEEK = (
    scene(
        0,
        "09:30",
        Says("/start"),
        Presses("I'm in"),
        Says("New York"),
        Presses("New York City"),
        Says("7.30 am"),
        joined("America/New_York", "07:30"),
    ),
    scene(1, "07:30", arrives(1, "2027-03-01", "07:30")),
    scene(
        1,
        "12:10",
        Says("A cake box held dead level. A whistle, flat. Two gloves that were not a pair."),
        kept(1, 1),
    ),
    scene(1, "12:45", Presses("Yes, at 20:00"), nudges(True, "A reminder comes at 20:00")),
    scene(2, "07:30", arrives(2, "2027-03-02", "07:30")),
    scene(
        2,
        "19:05",
        Says('"Fine." Then: "I have not slept since the dog died." I only said oh.'),
        kept(2, 2),
    ),
    scene(3, "07:30", arrives(3, "2027-03-03", "07:30")),
    scene(3, "20:00", reminded(3)),
    scene(4, "07:30", arrives(4, "2027-03-04", "07:30")),
    scene(4, "20:00", reminded(4)),
    scene(5, "07:30", arrives(5, "2027-03-05", "07:30", "A freeze covered Day 3")),
    scene(6, "07:30", arrives(6, "2027-03-06", "07:30")),
    scene(
        6,
        "20:30",
        Says("pause"),
        Presses("3 days"),
        paused("2027-03-10", "The next challenge comes on Wednesday at 07:30"),
    ),
)

_BACK = (
    scene(9, "20:00", silence((1, 2, 3, 4, 5, 6), "Paused.")),
    scene(
        10,
        "07:30",
        explained("{name} is welcomed back", 0, "Welcome back, paused 3 days, your place held."),
        arrives(7, "2027-03-10", "07:30"),
    ),
    scene(
        10,
        "18:00",
        Says("/missed"),
        explained("{name} sees which days are still unanswered", 0, "Day 3", "Day 4", "Day 6"),
        Presses("Day 4"),
        Presses("Reply to this day"),
        Says(
            "A mustard-yellow door on Bleecker, like the one we painted. My sister sent back a "
            "photo of her own."
        ),
        kept(4, None, "It counts in full toward 3 of 365."),
        Says("Six names and one boiler. The circle went to my sister.", about=7),
        kept(7, 1),
    ),
    scene(11, "07:30", arrives(8, "2027-03-11", "07:30")),
    scene(
        11,
        "13:15",
        Says("The super, the mail carrier, and a man who is always first. He saluted."),
        kept(8, 2),
        Says("/day 2"),
        shown(2, "{name} reads Day 2 again, with those words", "You wrote:", "since the dog died"),
    ),
    scene(12, "07:30", arrives(9, "2027-03-12", "07:30")),
    scene(12, "17:50", Says(_COURTESIES), kept(9, 3)),
    scene(13, "07:30", arrives(10, "2027-03-13", "07:30")),
    scene(
        13,
        "10:20",
        Says("I asked the florist if mornings are cold in there. I came away with a carnation."),
        kept(10, 4),
        Says("/search boiler"),
        shown(7, "{name} finds the boiler again", "Day 7", "one boiler"),
    ),
    scene(14, "07:30", arrives(11, "2027-03-14", "07:30")),
    scene(
        14,
        "16:00",
        Says("About the carnation, which has lost its head. A siren and a kettle got in."),
        kept(11, 5),
        Says("/streak"),
        stands(5, 5, 0, 8, "8 of 365 days answered.", "Your streak is 5."),
        Says("/export"),
        Presses("Yearbook"),
        exported(".html", "A mustard-yellow door on Bleecker", "A siren and a kettle got in."),
    ),
)

MAYA = Part(
    name="Maya",
    language="en",
    zone="America/New_York",
    place="New York",
    about="has a bad week, pauses, and comes back for what was missed",
    scenes=(*_BAD_WEEK, *_BACK),
)
