import type { Type } from 'protobufjs/light';

/** The messages of a cloud call, as `wx-server-sdk` 4.0.2 defines them. */
const MESSAGES = {
  nested: {
    KeyValuePair: {
      fields: {
        key: { id: 1, type: 'string' },
        value: { id: 2, type: 'bytes' },
        contenttype: { id: 3, type: 'string' },
        filename: { id: 4, type: 'string' },
      },
    },
    OpenApiData: { fields: { pairs: { id: 1, rule: 'repeated', type: 'KeyValuePair' } } },
    CommApiData: { fields: { openapiData: { id: 2, type: 'OpenApiData' } } },
    CommOpenApiResp: {
      fields: {
        respData: { id: 1, type: 'bytes' },
        contentType: { id: 2, type: 'string' },
        errorCode: { id: 3, type: 'int32' },
        httpCode: { id: 4, type: 'uint32' },
      },
    },
  },
};

interface Pair {
  key: string;
  value: Buffer;
  filename: string;
}

/** The protobuf side of a cloud call. */
export interface CloudCallCodec {
  /** Parameters of a call: JSON values; a file becomes `{filename, bytes}` with its size. */
  decode(request: Uint8Array): Record<string, unknown>;
  /** An answer of WeChat, as JSON. */
  encodeJson(json: string): Uint8Array;
  /** A failure on the way to WeChat, for example -604101. */
  encodeError(errorCode: number): Uint8Array;
}

function valueOf({ value, filename }: Pair): unknown {
  try {
    return JSON.parse(value.toString());
  } catch {
    return { filename, bytes: value.length };
  }
}

const pairsOf = (type: Type, bytes: Uint8Array): Pair[] => {
  const decoded: { openapiData?: { pairs: Pair[] } | null } = type.toObject(type.decode(bytes), {
    defaults: true,
    arrays: true,
    bytes: Buffer,
  });
  return decoded.openapiData?.pairs ?? [];
};

async function createCodec(): Promise<CloudCallCodec> {
  const { Root } = await import('protobufjs/light');
  const root = Root.fromJSON(MESSAGES);
  const request = root.lookupType('CommApiData');
  const response = root.lookupType('CommOpenApiResp');
  const encode = (fields: Record<string, unknown>) => response.encode(fields).finish();
  return {
    decode: (bytes) =>
      Object.fromEntries(pairsOf(request, bytes).map((pair) => [pair.key, valueOf(pair)])),
    encodeJson: (json) =>
      encode({ respData: Buffer.from(json), contentType: 'application/json', httpCode: 200 }),
    encodeError: (errorCode) => encode({ errorCode }),
  };
}

let codec: Promise<CloudCallCodec> | undefined;

/** The codec, loaded when the first cloud call needs it, so that the local cloud starts at once. */
export const cloudCallCodec = (): Promise<CloudCallCodec> => (codec ??= createCodec());
