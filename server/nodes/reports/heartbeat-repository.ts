import { and, asc, eq, inArray } from 'drizzle-orm';
import { effectiveCameraStatus, effectiveNodeStatus } from '../../cameras/effective-status.ts';
import type { Queryable, Transaction } from '../../db/database.ts';
import { cameras } from '../../db/schema/cameras.ts';
import type { KeyOwner } from '../node-key-ring.ts';
import { readNode, updateNode, type NodeChanges, type NodeRow } from '../node-repository.ts';
import type { HeartbeatReport } from './heartbeat-service.ts';
import { storedLocalIp } from './local-ip.ts';
