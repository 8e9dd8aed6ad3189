"""Amazon's prices in us-east-1, without free tiers, discounts and taxes: each with where it was read, on the day ``SEEN``.

None was read on a page of Amazon's own: they are what public pages and public code say that quote those pages or read Amazon's
price list. A price that no such source confirmed has none, and is named below the table that is made of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

REGION, SEEN = "us-east-1", "2026-11-24"
MILLION = 1_000_000
HOURS = 730
"""In a month."""
DYNAMODB = "https://airbyte.com/data-engineering-resources/dynamodb-pricing"
S3 = "https://devnotes.tech/understanding-aws-s3-pricing-a-complete-cost-breakdown-with-examples"
EVENTS = "https://cloudburn.io/blog/amazon-eventbridge-pricing"
QUEUES = "https://cloudburn.io/blog/amazon-sqs-pricing"
LAMBDA = "https://cloudchipr.com/blog/aws-lambda-pricing"
WATCH = "https://www.factualminds.com/blog/amazon-cloudwatch-pricing-metrics-logs-alarms-dashboards"
METRICS = "https://signoz.io/guides/cloudwatch-pricing"
SECRETS = "https://github.com/bsudheer473/secretportal/blob/main/AWS_COST_BREAKDOWN.md"
FIREWALL = "https://c3x.dev/blog/aws-waf-cost-explained"
SEARCH = "https://github.com/expeor/aws-automation (plugins/cost/pricing/opensearch.py)"
DISKS = "https://github.com/venkatakrishna-pullela/vpullela-powers (opensearch-cost-optimization.md)"
NOWHERE = ""


@dataclass(frozen=True, slots=True)
class Price:
    """Of one: dollars, of what, and the page that says so."""

    dollars: float
    of: str
    source: str


PRICES: Mapping[str, Price] = {
    "table write": Price(0.625 / MILLION, "write request unit of DynamoDB, on demand", DYNAMODB),
    "table read": Price(0.125 / MILLION, "read request unit of DynamoDB, on demand", DYNAMODB),
    "table month": Price(0.25, "GB-month in DynamoDB", SECRETS),
    "restore month": Price(0.20, "GB-month of DynamoDB's point-in-time recovery", NOWHERE),
    "put": Price(5.00 / MILLION, "S3 put or list", S3),
    "get": Price(0.40 / MILLION, "S3 get or head", S3),
    "object month": Price(0.023, "GB-month in S3 Standard", S3),
    "event": Price(1.00 / MILLION, "event on EventBridge; pages differ on S3's own, the dearer is taken", EVENTS),
    "scheduled": Price(1.00 / MILLION, "invocation by EventBridge Scheduler", EVENTS),
    "queue request": Price(0.40 / MILLION, "request to an SQS standard queue", QUEUES),
    "invocation": Price(0.20 / MILLION, "invocation of a Lambda function", LAMBDA),
    "gigabyte-second": Price(0.0000133334, "GB-second of Lambda on arm64", LAMBDA),
    "log": Price(0.50, "GB written to CloudWatch Logs", WATCH),
    "metric": Price(0.30, "custom metric, a month in which it has values", METRICS),
    "alarm": Price(0.10, "alarm, a month", NOWHERE),
    "dashboard": Price(3.00, "dashboard, a month", WATCH),
    "secret": Price(0.40, "secret in Secrets Manager, a month", SECRETS),
    "web acl": Price(5.00, "web ACL, a month", FIREWALL),
    "web rule": Price(1.00, "rule or managed group in a web ACL, a month", FIREWALL),
    "disk month": Price(0.122, "GB-month of a gp3 volume in OpenSearch Service", DISKS),
    "t3.small.search": Price(0.036, "hour of t3.small.search", SEARCH),
    "r6g.large.search": Price(0.167, "hour of r6g.large.search", SEARCH),
    "r6g.xlarge.search": Price(0.334, "hour of r6g.xlarge.search", SEARCH),
    "r6g.2xlarge.search": Price(0.668, "hour of r6g.2xlarge.search", SEARCH),
    "r6g.4xlarge.search": Price(1.336, "hour of r6g.4xlarge.search, as twice the 2xlarge", NOWHERE),
    "r6g.8xlarge.search": Price(2.672, "hour of r6g.8xlarge.search, as four times the 2xlarge", NOWHERE),
    "ml.c6i.2xlarge": Price(0.408, "hour of ml.c6i.2xlarge in a processing job", NOWHERE),
}


def dollars(of: str, count: float) -> float:
    """What ``count`` of something costs."""
    return PRICES[of].dollars * count
