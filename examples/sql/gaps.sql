-- What is stored, and where are the holes?
--
-- Asks for the listing alone: no media are read or paid for. For your own cameras, change the names
-- and the region, or say them on the command line:
-- ./run-example sql --file examples/sql/gaps.sql --stream NAME --region REGION

SET 'sql-client.execution.result-mode' = 'tableau';
SET 'execution.runtime-mode' = 'batch';
SET 'table.local-time-zone' = 'UTC';

CREATE TABLE fragments (
  stream_name STRING,
  producer_time TIMESTAMP_LTZ(3),
  fragment_duration_ms BIGINT,
  fragment_size BIGINT
) WITH (
  'connector' = 'kvs-archive',
  'stream.names' = 'front-door;parking-lot',
  'aws.region' = 'us-west-2',
  'scan.records' = 'fragments'
);

-- Where each fragment begins and ends. LAG takes no TIMESTAMP_LTZ.
CREATE TEMPORARY VIEW recorded AS
SELECT
  stream_name,
  CAST(producer_time AS TIMESTAMP(3)) AS begins,
  CAST(producer_time AS TIMESTAMP(3)) + fragment_duration_ms * INTERVAL '0.001' SECOND AS ends,
  fragment_size
FROM fragments;

-- What is stored of each camera
SELECT
  stream_name,
  COUNT(*) AS fragments,
  MIN(begins) AS begins,
  MAX(ends) AS ends,
  SUM(fragment_size) AS stored_bytes
FROM recorded
GROUP BY stream_name
ORDER BY stream_name;

-- Where more than a second is missing
SELECT stream_name, gap_begins, gap_ends, TIMESTAMPDIFF(SECOND, gap_begins, gap_ends) AS seconds
FROM (
  SELECT
    stream_name,
    LAG(ends) OVER (PARTITION BY stream_name ORDER BY begins) AS gap_begins,
    begins AS gap_ends
  FROM recorded
)
WHERE gap_ends > gap_begins + INTERVAL '1' SECOND
ORDER BY stream_name, gap_begins;
