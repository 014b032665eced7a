-- How much do the cameras record? Frames, key frames and bytes of pictures and of sound.
--
-- SOURCE_WATERMARK() is exact: a window comes out as soon as no frame of it can follow, and none is
-- late. With 'scan.bounded' = 'false' the table goes on with what the cameras record from now on.
-- For your own cameras, change the names and the region, or say them on the command line:
-- ./run-example sql --file examples/sql/activity.sql --stream NAME --region REGION

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

-- Ten seconds after the other, as they are complete
SELECT
  window_start,
  stream_name,
  track_type,
  COUNT(*) AS frames,
  COUNT(*) FILTER (WHERE key_frame) AS key_frames,
  SUM(CAST(frame_size AS BIGINT)) AS frame_bytes
FROM TABLE(TUMBLE(TABLE frames, DESCRIPTOR(frame_time), INTERVAL '10' SECOND))
GROUP BY window_start, window_end, stream_name, track_type;
