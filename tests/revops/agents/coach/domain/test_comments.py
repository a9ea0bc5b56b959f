from revops.agents.coach.domain.comments import LONGEST, MOST_COMMENTS, Comment, check_comments
from revops.agents.coach.domain.findings import Draft, Part, Rule, Severity

DRAFT = Draft("Hi Ada, we make pumps that last.", subject="Pumps for Hydra")


def test_comments_that_quote_the_draft_become_findings_at_their_place():
    checked = check_comments(
        [
            Comment("we make pumps", "Speaks of us first.", "Begin with Ada."),
            Comment("Pumps for Hydra", "Names no reason.", "Name it."),
        ],
        DRAFT,
    )

    assert checked.dropped == 0
    assert [(each.rule, each.severity, each.part, each.quote) for each in checked.findings] == [
        (Rule.COMMENT, Severity.HINT, Part.TEXT, "we make pumps"),
        (Rule.COMMENT, Severity.HINT, Part.SUBJECT, "Pumps for Hydra"),
    ]
    assert DRAFT.text[checked.findings[0].start : checked.findings[0].end] == "we make pumps"


def test_invented_quotes_and_empty_comments_are_dropped_and_counted():
    checked = check_comments(
        [
            Comment("we sell valves", "Valves are dull.", "Drop them."),
            Comment("we make pumps", "  ", "?"),
            Comment("", "All is wrong.", "Write anew."),
        ],
        DRAFT,
    )

    assert (checked.findings, checked.dropped) == ([], 3)


def test_comments_are_limited_in_number_and_length_and_stay_on_one_line():
    many = [Comment("we make pumps", "Long\n" * 200, "fix") for _ in range(MOST_COMMENTS + 2)]

    checked = check_comments(many, DRAFT)

    assert (len(checked.findings), checked.dropped) == (MOST_COMMENTS, 2)
    assert len(checked.findings[0].problem) <= LONGEST
    assert "\n" not in checked.findings[0].problem
