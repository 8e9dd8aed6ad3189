"""Has a job looked at when SageMaker has done with one of its machines."""

from everloop import doorways

handler = doorways.batch_follower()
