-- When does something happen before two cameras at a time?
--
-- Between key frames, an encoder stores what has changed: how many bytes it takes for that is a
-- rough measure of movement that needs no decoder. Two cameras are joined by windows of time.
-- For your own cameras, change the names and the region, or say them on the command line:
-- ./run-example sql --file examples/sql/cameras-joined.sql --stream NAME --stream NAME --region REGION

SET 'sql-client.execution.result-mode' = 'tableau';
SET 'execution.runtime-mode' = 'streaming';
SET 'table.local-time-zone' = 'UTC';

CREATE TABLE frames (
  stream_name STRING,
  frame_time TIMESTAMP_LTZ(3),
  frame_size INT,
  key_frame BOOLEAN,
  track_type STRING,
  WATERMARK FOR frame_time AS SOURCE_WATERMARK()
) WITH (
  'connector' = 'kvs-archive',
  'stream.names' = 'front-door;parking-lot',
  'aws.region' = 'us-west-2'
);

CREATE TEMPORARY VIEW movement AS
SELECT stream_name, window_start, window_end, SUM(CAST(frame_size AS BIGINT)) AS changed_bytes
FROM TABLE(TUMBLE(TABLE frames, DESCRIPTOR(frame_time), INTERVAL '4' SECOND))
WHERE track_type = 'VIDEO' AND NOT key_frame
GROUP BY stream_name, window_start, window_end;

-- What changes before each pair of cameras, in the same four seconds
SELECT
  a.window_start,
  a.stream_name AS camera,
  a.changed_bytes,
  b.stream_name AS other_camera,
  b.changed_bytes AS other_changed_bytes
FROM movement AS a
JOIN movement AS b ON a.window_start = b.window_start AND a.window_end = b.window_end
WHERE a.stream_name < b.stream_name;
