// What users of the package see. Written by "npx -y pnpm@12 api".

import type { Journey } from '@who/trace';
import type { Who } from '@who/core';
import type { WhoApi } from '@who/core';
import type { WhoRequest } from '@who/core';

declare class CommandError extends Error {
  readonly name = "CommandError";
}

type Engine = Pick<Who, 'api'>;

interface Explained {
  readonly userid: string | undefined;
  readonly journey: Journey;
  readonly api: WhoApi<object>;
}

interface GivenRequest {
  readonly method?: string | undefined;
  readonly target?: string | undefined;
  readonly headerLines: readonly string[];
}

declare function explainRequest(engine: Engine, request: WhoRequest): Promise<Explained>;

declare function requestInHar(json: Buffer, number: number | undefined): GivenRequest;

declare function requestInHeaders(text: string): GivenRequest;

declare function requestOf(given: GivenRequest, address?: string): WhoRequest;

// @who/cli
export {
  CommandError,
  Engine,
  Explained,
  GivenRequest,
  explainRequest,
  requestInHar,
  requestInHeaders,
  requestOf,
};
