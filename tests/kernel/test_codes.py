from mauntic.kernel.codes import choices_text, codes_text


def test_a_refusal_names_labels_for_people_and_codes_for_programs():
    choices = [("", "None"), ("rep", "Rep"), ("c_level", "C-level")]
    assert choices_text(choices) == "Rep (rep), C-level (c_level)"


def test_codes_take_their_registered_labels_or_their_own_words():
    assert codes_text("unregistered", ["closed_won"]) == "Closed won (closed_won)"
