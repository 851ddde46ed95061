"""Which moments concern a view: those of its area, of what is below it and of what is above it."""

from data_access.moments.contract import Moment, related
from data_access.moments.register import Recorded, known
from data_access.reader import Question, Reader


def concerning(reader: Reader, question: Question) -> list[Recorded]:
    """The moments known as of the question's T that concern its area and category, in order of their start."""
    key = ("moments", question.moment)
    if key not in reader.memory:
        reader.memory[key] = known(reader.connection, question.moment)
    return [one for one in reader.memory[key] if _concerns(one.moment, reader, question)]


def _concerns(moment: Moment, reader: Reader, question: Question) -> bool:
    tree, chosen = reader.tree, question.view.category
    if moment.area is not None:
        # An area of a tree that was replaced since is nowhere.
        if moment.area not in tree:
            return False
        if not tree.is_within(question.area, moment.area) and not tree.is_within(moment.area, question.area):
            return False
    if chosen is None or not moment.categories:
        return True
    return any(related(chosen, one) for one in moment.categories)
