import { NodePictureError, type PictureFailure } from '../cameras/snapshots/node-picture.ts';
import { AppError } from '../http/app-error.ts';
import type { RouteBinder } from '../http/route-binder.ts';
import { IncidentRefusal, type IncidentRefusalCode } from './incident-refusal.ts';

/** A camera is named in the body of a request, so an unknown one is a bad request. */
const REFUSED: Readonly<Record<IncidentRefusalCode, number>> = {
  'incident-not-found': 404,
  'camera-not-found': 400,
  'evidence-not-found': 404,
  'revision-not-found': 404,
  'changed-since': 409,
  'nothing-buffered': 409,
};

const NO_PICTURE: Readonly<Record<PictureFailure, number>> = {
  'no-camera': 400,
  'no-node': 400,
  'not-connected': 503,
  disconnected: 503,
  'timed-out': 504,
  'no-stream': 502,
  ffmpeg: 502,
  'node-error': 502,
  'no-picture': 502,
  unusable: 502,
};

/** Binds routes whose services refuse with IncidentRefusal or NodePictureError: those become answers. */
export function refusingBinder(binder: RouteBinder): RouteBinder {
  return {
    bind: (endpoint, handler) =>
      binder.bind(endpoint, async (call) => {
        try {
          return await handler(call);
        } catch (error) {
          throw answerOf(error);
        }
      }),
  };
}

function answerOf(error: unknown): unknown {
  if (error instanceof IncidentRefusal) return AppError.plain(REFUSED[error.code], error.message);
  if (error instanceof NodePictureError) return AppError.plain(NO_PICTURE[error.reason], error.message);
  return error;
}
