import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useNavigate } from 'react-router';
import { toast } from 'sonner';
import type { MotionMessage } from '../../../server/contract/dashboard-events.ts';
import { applyMessage, catchUp } from '../../api/event-cache.ts';
import { eventStream } from '../../api/events.ts';
import { camerasQuery } from '../../api/queries.ts';
import { pulseMotion } from '../../hooks/motion-pulse.ts';
import { BURST_MS, burstWords, MotionBursts } from './motion-bursts.ts';

type Open = (cameraId: string) => void;

function showMotion(client: QueryClient, bursts: MotionBursts, message: MotionMessage, open: Open): void {
  const burst = bursts.add(message, performance.now());
  const camera = client
    .getQueryData(camerasQuery.queryKey)
    ?.find(({ camera_id: id }) => id === message.camera_id);
  toast(camera?.name ?? message.camera_id, {
    id: burst.id,
    description: burstWords(burst),
    duration: BURST_MS,
    action: { label: 'Show', onClick: () => open(message.camera_id) },
  });
}

/** Keeps this tab's event connection open, fresh state after every interruption, and tells of motion. */
export function useEventStream(): void {
  const client = useQueryClient();
  // The function differs on every page; the connection must not.
  const latest = useNavigate();
  const navigate = useRef(latest);
  useEffect(() => {
    navigate.current = latest;
  });
  useEffect(() => {
    const bursts = new MotionBursts();
    let greeted = false;
    const stopMessages = eventStream.onMessage((message) => {
      if (message.type === 'hello') {
        if (greeted) void client.invalidateQueries();
        else catchUp(client);
        greeted = true;
      }
      applyMessage(client, message);
      if (message.type !== 'motion') return;
      pulseMotion(message.camera_id, message.score);
      showMotion(client, bursts, message, (id) => {
        void navigate.current(`/dashboard?camera=${encodeURIComponent(id)}`);
      });
    });
    // Asking often resumes with the next answer, so have one at once.
    const stopStates = eventStream.subscribe(() => {
      if (eventStream.getState() === 'lost') catchUp(client);
    });
    eventStream.open();
    return () => {
      stopMessages();
      stopStates();
      eventStream.close();
    };
  }, [client]);
}
