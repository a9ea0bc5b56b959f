"""Domain events: facts that contexts publish in their own transaction and hear about from each other.

    publish(ContactCreated(contact_id=contact.pk, source="import"))       # in a service
    @receiver(ContactCreated.signal)                                      # in a handlers.py
    def score_new_contacts(events: list[ContactCreated], **_: object) -> None: ...
"""
