import { type RefObject, useEffect, useRef, useState } from 'react';
import type { PlayerEvent } from './measure/event-log.ts';
import { type Figures, NO_FIGURES } from './measure/figures.ts';
import { Probe } from './measure/probe.ts';

const SAMPLE_MS = 500;

export interface ProbeView {
  readonly video: RefObject<HTMLVideoElement | null>;
  readonly poster: RefObject<HTMLCanvasElement | null>;
  readonly figures: Figures;
  readonly events: readonly PlayerEvent[];
}

/** Measures one camera while `running`; what was measured stays on the page afterwards. */
export function useProbe(cameraId: string, running: boolean): ProbeView {
  const video = useRef<HTMLVideoElement>(null);
  const poster = useRef<HTMLCanvasElement>(null);
  const [probe, setProbe] = useState<Probe | null>(null);
  const [figures, setFigures] = useState(NO_FIGURES);
  const [events, setEvents] = useState<readonly PlayerEvent[]>([]);

  useEffect(() => {
    if (video.current === null || poster.current === null) return undefined;
    const created = new Probe(video.current, poster.current, cameraId);
    setProbe(created);
    return () => created.dispose();
  }, [cameraId]);

  useEffect(() => {
    if (probe === null || !running) return undefined;
    const look = () => {
      setFigures(probe.figures());
      setEvents(probe.log.events);
    };
    probe.start();
    look();
    const timer = setInterval(look, SAMPLE_MS);
    return () => {
      clearInterval(timer);
      // What is measured is read before the player lets go of it.
      const last = probe.figures();
      probe.stop();
      setFigures({ ...last, snapshot: { ...last.snapshot, phase: 'idle', blocked: null } });
      setEvents(probe.log.events);
    };
  }, [probe, running]);

  return { video, poster, figures, events };
}
