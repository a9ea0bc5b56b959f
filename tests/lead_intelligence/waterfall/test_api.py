"""The API of the waterfall."""

from tests.lead_intelligence.api import send


def test_ops_set_a_waterfall(ops):
    body = {"providerOrder": ["hunter", "apollo"], "maxCostPerLead": 0.5, "minConfidence": 0.7}
    answer = send(ops, "PUT", "/waterfall/email", body)
    assert answer.status_code == 200
    assert send(ops, "GET", "/waterfall?fieldName=email").json() == [
        {
            "id": answer.json()["id"],
            "fieldName": "email",
            "providerOrder": ["hunter", "apollo"],
            "maxAttempts": 3,
            "timeoutMs": 5000,
            "minConfidence": 0.7,
            "cacheTtlDays": 7,
            "maxCostPerLead": 0.5,
        }
    ]
    assert [row["fieldName"] for row in send(ops, "GET", "/waterfall").json()] == [
        "email",
        "firstName",
        "lastName",
        "phone",
        "company",
        "title",
        "industry",
        "companySize",
        "linkedinUrl",
        "techStack",
    ]
