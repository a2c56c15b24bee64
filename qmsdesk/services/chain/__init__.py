"""The spine: 表A.1 item → opinion → item of the plan → training, document, action → indicator → 表C.1 → case → bundle.

Every link is optional and computed from the records; what is void or deleted is left out (clause 4, architecture §1).
"""

from __future__ import annotations

from qmsdesk.services.chain.nodes import PARTICIPANTS, STEPS, Chain, Gap, Key, Link, Node, Step
from qmsdesk.services.chain.walk import chain_of

__all__ = ["PARTICIPANTS", "STEPS", "Chain", "Gap", "Key", "Link", "Node", "Step", "chain_of"]
