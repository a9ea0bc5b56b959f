"""Domain events: facts that contexts publish in their own transaction and hear about from each other.

A service publishes, a function of some `handlers.py` hears:

    publish(ContactCreated(contact_id=contact.pk, source="import"))

    @receiver(ContactCreated.signal, dispatch_uid="scoring.score_new_contacts")
    def score_new_contacts(events: list[ContactCreated], **_: object) -> None: ...
"""
