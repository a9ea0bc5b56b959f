"""Lists of words that several rules look up, in lower case."""


def words(*lines: str) -> frozenset[str]:
    """Return the words of the lines."""
    return frozenset(" ".join(lines).split())


SENTENCE_STARTS = words(
    "a after also an and as at because before both but by during each every for from he her his how if",
    "i in into it its many more most new now of on one our over recent several she since some that the",
    "their there these they this those through to under until we when where which while who with you your",
    "company companies customers employees founded founder founders headquartered headquarters hires hiring",
    "job jobs leads offers offices offering open opened opening opens operates plans plan pricing product",
    "products raised raises revenue role roles runs sells serves staff team uses used using works worked",
    "writes wrote speaks spoke studied joined joins became launched launches announced announces employs",
    "employed acquired acquires builds built makes develops provides delivers supports won wins",
)
"""Words that begin a sentence and are no names."""
COMMON_SUBJECTS = words(
    "the a an in on at this these that those each every all some most many more headcount revenue sales",
    "turnover growth hiring customers demand production work everyone people teams team staff engineers",
    "business today profits profit income orders trading membership usage funding",
)
"""Words that begin a sentence about the company without its name."""
NUMBER_WORDS = words(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand",
    "million billion trillion dozen half double doubled triple tripled quadrupled",
)
FREQUENT_ENGLISH = words(
    "the and of to in for with our we is are that this from by on as at it has have you your an be"
)
BLOCKS = words(
    "address article aside blockquote body br button caption dd details dialog div dl dt fieldset",
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section",
    "summary table tbody td th thead tfoot tr ul title",
)
"""Elements of HTML that begin a line of their own."""
ORGANIZATIONS = words(
    "Organization Corporation LocalBusiness OnlineBusiness NGO EducationalOrganization",
    "GovernmentOrganization MedicalOrganization NewsMediaOrganization SoftwareCompany",
)
"""Types of schema.org that are a company."""
