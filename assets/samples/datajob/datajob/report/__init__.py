"""What the job says when it is done."""
