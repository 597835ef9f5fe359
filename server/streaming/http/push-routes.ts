import type { IncomingMessage, ServerResponse } from 'node:http';
import { pushSegmentQuery, streaming } from '../../contract/fleet/streaming.ts';
import { AppError } from '../../http/app-error.ts';
import { readSizedBody } from '../../http/request/sized-body.ts';
import { nodeKeyOf } from '../../http/request-facts.ts';
import { queryOf } from '../../http/request/request-url.ts';
import { sendJson } from '../../http/send.ts';
import { validationError } from '../../http/validation-error.ts';
import type { LiveCamera, LiveServices } from './live-services.ts';
import { PushWindows } from './push-window.ts';
import { planLimits, planName } from '../../plans/plan-limits.ts';
import { parseSegmentNumber } from '../segment-name.ts';

/** The two routes by which a node delivers video. No SQL; nothing is awaited but the body. */
export class PushRoutes {
  readonly #services: LiveServices;
  readonly #segmentWindows = new PushWindows(streaming.pushSegment.limit ?? { max: 1200, per: 'minute' });
  readonly #playlistWindows = new PushWindows(streaming.pushPlaylist.limit ?? { max: 600, per: 'minute' });

  #nextEvictionWarningMs = 0;

  constructor(services: LiveServices) {
    this.#services = services;
  }

  async pushSegment(request: IncomingMessage, response: ServerResponse, cameraId: string): Promise<void> {
    const query = pushSegmentQuery.safeParse(queryOf(request.url));
    if (!query.success) throw validationError('query', query.error.issues);
    const { filename } = query.data;
    const camera = this.#admit(request, cameraId, this.#segmentWindows);
    if (camera.disabledByPlan) throw this.#suspended(camera);
    const number = parseSegmentNumber(filename);
    if (number === undefined) throw AppError.plain(400, 'The segment name must look like segment_00042.ts.');
    const bytes = await this.#segmentBytes(request, camera);
    const { segments, clock, onSequence, counts } = this.#services;
    this.#open(cameraId);
    const result = segments.put(cameraId, filename, number, bytes, clock.monotonicMs());
    counts.segmentsTaken += 1;
    counts.segmentBytesTaken += bytes.length;
    counts.segmentsEvicted += result.evictedForTotal;
    if (result.evictedForTotal > 0) this.#warnOfEviction(clock.monotonicMs());
    onSequence(cameraId, segments.nextSequence(cameraId) ?? 0);
    sendJson(response, 200, { success: true, cached_segments: result.cachedSegments });
  }

  async pushPlaylist(request: IncomingMessage, response: ServerResponse, cameraId: string): Promise<void> {
    this.#admit(request, cameraId, this.#playlistWindows);
    const { segments, clock, limits, onSequence, counts } = this.#services;
    const bytes = await readSizedBody(request, limits.playlistMaxBytes);
    const text = utf8(bytes);
    if (text === undefined) throw AppError.plain(400, 'The playlist is not UTF-8 text.');
    this.#open(cameraId);
    const result = segments.acceptPlaylist(cameraId, text, clock.monotonicMs());
    counts.playlistsTaken += 1;
    if (result.pushes % limits.cleanupInterval === 0) segments.sweep(clock.monotonicMs());
    onSequence(cameraId, segments.nextSequence(cameraId) ?? 0);
    sendJson(response, 200, {
      success: true,
      message: result.accepted ? 'Playlist accepted' : 'Playlist brings nothing new',
    });
  }

  async #segmentBytes(request: IncomingMessage, camera: LiveCamera): Promise<Buffer> {
    try {
      const { limits, segments } = this.#services;
      return await readSizedBody(request, limits.pushMaxBytes, (length) => segments.memory.take(length));
    } catch (error) {
      if (error instanceof AppError && error.status === 413) this.#services.onOversized(camera);
      throw error;
    }
  }

  /** Makes the camera's stream ready; it may have been deleted while its data was on the way. */
  #open(cameraId: string): void {
    const camera = this.#services.camera(cameraId);
    if (camera === undefined) throw unknownCamera();
    this.#services.segments.open(cameraId, camera.firstSequence);
  }

  /** At a full cache every push evicts, so this is said once a minute. */
  #warnOfEviction(nowMs: number): void {
    if (nowMs < this.#nextEvictionWarningMs) return;
    this.#nextEvictionWarningMs = nowMs + 60_000;
    this.#services.log.warn('The video memory limit is reached; the oldest segments are dropped');
  }

  /** Key → rate limit → camera. An unknown key costs one hash and is told so every time, never 429: nodes retry that. */
  #admit(request: IncomingMessage, cameraId: string, windows: PushWindows): LiveCamera {
    const { nodeOfKey, camera, clock } = this.#services;
    const key = nodeKeyOf(request);
    if (key === undefined) throw AppError.plain(401, 'The X-Node-API-Key header is missing.');
    const node = nodeOfKey(key);
    if (node === undefined) throw AppError.plain(401, 'This node key is not valid. Set the node up again.');
    const found = camera(cameraId);
    const isOwn = found?.nodeId === node.nodeId && found.orgId === node.orgId;
    // Names that lead nowhere share one window, or made-up ones would fill the memory.
    windows.consume(node.nodeId, isOwn ? cameraId : '', clock.monotonicMs());
    if (found === undefined || !isOwn) throw unknownCamera();
    return found;
  }

  #suspended(camera: LiveCamera): AppError {
    const slug = this.#services.planInForce(camera.orgId);
    const plan = planName(slug);
    const { maxCameras } = planLimits(slug);
    const detail = `The ${plan} plan allows ${maxCameras} cameras. Upgrade to bring this camera back.`;
    const message = `Camera suspended by plan: ${detail}`;
    const limits = { plan, max_cameras: maxCameras };
    return AppError.shaped(402, message, {
      detail: {
        error: 'plan_limit_hit',
        message,
        ...limits,
        camera_name: camera.name,
        plan_limit_hit: { ...limits, skipped: [camera.name], detail },
      },
    });
  }
}

function unknownCamera(): AppError {
  return AppError.plain(404, 'This node has no such camera.');
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
