DROP INDEX `motion_events_org_time`;--> statement-breakpoint
CREATE INDEX `motion_events_org_time` ON `motion_events` (`org_id`,`timestamp`,`camera_id`,`score`);