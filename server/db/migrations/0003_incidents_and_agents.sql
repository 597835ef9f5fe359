CREATE TABLE `incident_revisions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`incident_id` integer NOT NULL,
	`at` text NOT NULL,
	`by` text NOT NULL,
	`by_name` text NOT NULL,
	`changes` text NOT NULL,
	`undoes` integer,
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `incident_revisions_incident` ON `incident_revisions` (`incident_id`);--> statement-breakpoint
CREATE INDEX `incident_revisions_org` ON `incident_revisions` (`org_id`);--> statement-breakpoint
ALTER TABLE `incident_evidence` ADD `data_bytes` integer;--> statement-breakpoint
ALTER TABLE `incident_evidence` ADD `data_sha256` text;--> statement-breakpoint
ALTER TABLE `incident_evidence` ADD `capture_json` text;--> statement-breakpoint
ALTER TABLE `incident_evidence` ADD `added_by` text;--> statement-breakpoint
ALTER TABLE `mcp_api_keys` ADD `camera_scope` text;--> statement-breakpoint
ALTER TABLE `mcp_api_keys` ADD `expires_at` text;