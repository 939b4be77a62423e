"""What beancount makes of a file, as JSON: its errors (those of bean-check), open lots, and what each closing gained."""

import json
import sys
from collections import defaultdict
from decimal import Decimal

from beancount import loader
from beancount.core import data, inventory, realization
from beancount.ops import validation


def text(number):
    return format(number.quantize(Decimal("0.00000001")), "f")


def main(path):
    entries, errors, _ = loader.load_file(
        path, extra_validations=validation.HARDCORE_VALIDATIONS
    )
    gains = defaultdict(Decimal)
    closed = defaultdict(lambda: [Decimal(0), Decimal(0)])
    held = defaultdict(inventory.Inventory)
    for entry in entries:
        if not isinstance(entry, data.Transaction):
            continue
        event = entry.meta.get("id", "")
        for posting in entry.postings:
            if posting.account.endswith(":PnL"):
                gains[event] -= posting.units.number
            if posting.cost is None:
                continue
            before = held[posting.account].get((posting.units.currency, posting.cost))
            if before is not None:
                part = closed[(event, posting.units.currency, posting.cost.label)]
                part[0] -= posting.units.number
                part[1] -= posting.units.number * posting.cost.number
            held[posting.account].add_position(posting)
    root = realization.realize(entries)
    print(
        json.dumps(
            {
                "errors": [type(error).__name__ + " " + error.message for error in errors],
                "lots": [
                    {
                        "commodity": position.units.currency,
                        "label": position.cost.label,
                        "date": str(position.cost.date),
                        "quantity": text(position.units.number),
                        "basis": text(position.units.number * position.cost.number),
                        "currency": position.cost.currency,
                    }
                    for account in realization.iter_children(root)
                    for position in account.balance
                    if position.cost is not None
                ],
                "gains": {event: text(gain) for event, gain in gains.items()},
                "closed": [
                    {
                        "event": event,
                        "commodity": commodity,
                        "label": label,
                        "quantity": text(units),
                        "basis": text(basis),
                    }
                    for (event, commodity, label), (units, basis) in closed.items()
                ],
            }
        )
    )


main(sys.argv[1])
