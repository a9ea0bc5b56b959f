"""The three sequences of the demonstration."""

from revops.sequences.domain.steps import StepDraft
from revops.sequences.services.sequences import SequenceDraft

_WORKDAYS = 5
_DAY = [(8 * 60, 18 * 60)]
WEEK = [_DAY] * _WORKDAYS + [[], []]

OUTBOUND = SequenceDraft(
    name="Outbound to sales leaders",
    stops_company=True,
    per_company=2,
    week=WEEK,
    steps=[
        StepDraft(
            type="email",
            subject="Lead routing at {{ company | your company }}",
            body=(
                "Hi {{ first_name | there }},\n\n"
                "teams like yours lose two days a month to routing leads by hand. "
                "Acme does it in a minute and says why each lead went where it did.\n\n"
                "Worth 15 minutes next week?\n\n{{ sender_name }}"
            ),
            second_subject="{{ first_name | Quick question }}, who routes your leads?",
            second_body=(
                "Hi {{ first_name | there }},\n\n"
                "who decides today which of your reps gets a new lead? If the answer is "
                "“whoever sees it first”, I have something for you.\n\n"
                "Shall I send a two-minute video?\n\n{{ sender_name }}"
            ),
        ),
        StepDraft(type="linkedin_connect", delay_days=1, in_business_days=True),
        StepDraft(
            type="email",
            delay_days=2,
            in_business_days=True,
            body=(
                "Hi {{ first_name | there }},\n\n"
                "one number from a team of your size: answers within an hour went from 31% to 78%.\n\n"
                "Is this a topic for you this quarter?\n\n{{ sender_name }}"
            ),
        ),
        StepDraft(
            type="phone_call",
            delay_days=2,
            in_business_days=True,
            body="Ask {{ first_name | them }} how leads are routed today, and who is unhappy with it.",
        ),
        StepDraft(
            type="email",
            delay_days=2,
            in_business_days=True,
            subject="Shall I close the file?",
            body=(
                "Hi {{ first_name | there }},\n\n"
                "I have not heard from you, so I assume that it is not the right time. "
                "One line is enough if I am wrong.\n\n{{ sender_name }}"
            ),
        ),
    ],
)
WEBINAR = SequenceDraft(
    name="Webinar follow-up",
    week=WEEK,
    steps=[
        StepDraft(
            type="email",
            subject="The recording of our webinar",
            body=(
                "Hello {{ first_name | there }},\n\n"
                "thank you for coming. Here are the recording and the slides: "
                "https://www.acme-demo.example/webinar\n\n"
                "Which part would help you most?\n\n{{ sender_name }}"
            ),
        ),
        StepDraft(type="wait", delay_days=2, in_business_days=True),
        StepDraft(
            type="email",
            delay_days=1,
            in_business_days=True,
            body=(
                "Hello {{ first_name | there }},\n\n"
                "two customers in {{ industry }} asked the same as you did in the webinar. "
                "I wrote down what they do now. Shall I send it?\n\n{{ sender_name }}"
            ),
        ),
        StepDraft(
            type="sms",
            delay_days=2,
            in_business_days=True,
            body="Hi {{ first_name | there }}, did you find the recording? {{ sender_name }}",
        ),
    ],
)
TRIAL = SequenceDraft(
    name="Trial check-in",
    week=WEEK,
    steps=[
        StepDraft(
            type="email",
            subject="Your first week with Acme",
            body=(
                "Hi {{ first_name | there }},\n\n"
                "how is it going? Most teams connect their forms first; it takes ten minutes.\n\n"
                "Anything in your way?\n\n{{ sender_name }}"
            ),
        ),
        StepDraft(
            type="email",
            delay_days=3,
            in_business_days=True,
            body=(
                "Hi {{ first_name | there }},\n\n"
                "your trial ends next week. Shall we look at the numbers together before?\n\n"
                "{{ sender_name }}"
            ),
        ),
    ],
)
