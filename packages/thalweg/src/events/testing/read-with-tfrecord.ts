/** Reads event files without our own code: records by the package tfrecord, messages by protobufjs from the published schema. */
import protobuf from "protobufjs";
import { RecordReader } from "tfrecord";

const schema = `
syntax = "proto3";
message Event {
  double wall_time = 1;
  int64 step = 2;
  oneof what { string file_version = 3; Summary summary = 5; SessionLog session_log = 7; }
}
message SessionLog { int32 status = 1; }
message Summary { repeated Value value = 1; }
message Value {
  string tag = 1;
  oneof value { float simple_value = 2; Histogram histo = 5; Tensor tensor = 8; }
  Metadata metadata = 9;
}
message Histogram {
  double min = 1; double max = 2; double num = 3; double sum = 4; double sum_squares = 5;
  repeated double bucket_limit = 6 [packed = true]; repeated double bucket = 7 [packed = true];
}
message Tensor { int32 dtype = 1; repeated string string_val = 8; }
message Metadata { PluginData plugin_data = 1; }
message PluginData { string plugin_name = 1; bytes content = 2; }
`;

const event = protobuf.parse(schema).root.lookupType("Event");

/** Plain objects with camelCase names, as protobufjs makes them. */
export type PlainEvent = ReturnType<typeof event.toObject>;

/** All records that tfrecord gives, and what it says where one is not whole. */
export const readWithTfrecord = async (path: string): Promise<{ events: PlainEvent[]; error?: string }> => {
  const reader = await RecordReader.create(path);
  const events: PlainEvent[] = [];
  try {
    for (;;) {
      const record = await reader.readRecord();
      if (record === null) return { events };
      // The reader's own buffer is written over by the next record.
      events.push(event.toObject(event.decode(record.slice()), { longs: Number }));
    }
  } catch (error) {
    return { events, error: String(error) };
  } finally {
    await reader.close();
  }
};
