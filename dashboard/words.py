"""What the server says where there is no page to say it."""

NOT_FOUND = "There is nothing at this address."


def bug_sentence(error_id: str) -> str:
    """Sentence on an error that the log has under its id."""
    return f"Something went wrong (error id {error_id}). Nothing is lost: try again."
