CREATE TABLE `camera_groups` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`name` text NOT NULL,
	`color` text DEFAULT '#22c55e' NOT NULL,
	`icon` text DEFAULT '📁' NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `camera_groups_org` ON `camera_groups` (`org_id`);--> statement-breakpoint
CREATE TABLE `camera_nodes` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`node_id` text NOT NULL,
	`org_id` text NOT NULL,
	`api_key_hash` text NOT NULL,
	`name` text NOT NULL,
	`hostname` text,
	`local_ip` text,
	`http_port` integer DEFAULT 8080 NOT NULL,
	`status` text DEFAULT 'offline' NOT NULL,
	`last_seen` text,
	`key_rotated_at` text,
	`created_at` text NOT NULL,
	`video_codec` text,
	`audio_codec` text,
	`codec_detected_at` text,
	`last_register_error` text,
	`last_register_error_at` text,
	`node_version` text,
	`version_checked_at` text,
	`storage_used_bytes` integer,
	`storage_max_bytes` integer,
	`storage_disk_free_bytes` integer,
	`storage_disk_total_bytes` integer,
	`storage_reported_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `camera_nodes_node_id_unique` ON `camera_nodes` (`node_id`);--> statement-breakpoint
CREATE UNIQUE INDEX `camera_nodes_api_key_hash_unique` ON `camera_nodes` (`api_key_hash`);--> statement-breakpoint
CREATE INDEX `camera_nodes_org` ON `camera_nodes` (`org_id`);--> statement-breakpoint
CREATE TABLE `cameras` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`camera_id` text NOT NULL,
	`org_id` text NOT NULL,
	`node_id` integer,
	`name` text NOT NULL,
	`node_type` text DEFAULT 'unknown' NOT NULL,
	`capabilities` text DEFAULT 'streaming' NOT NULL,
	`group_id` integer,
	`last_seen` text,
	`status` text DEFAULT 'offline' NOT NULL,
	`last_error` text,
	`created_at` text,
	`video_codec` text,
	`audio_codec` text,
	`codec_detected_at` text,
	`disabled_by_plan` integer DEFAULT false NOT NULL,
	`continuous_24_7` integer DEFAULT false NOT NULL,
	`scheduled_recording` integer DEFAULT false NOT NULL,
	`scheduled_start` text,
	`scheduled_end` text,
	`sequence_reserved` integer DEFAULT 0 NOT NULL,
	FOREIGN KEY (`node_id`) REFERENCES `camera_nodes`(`id`) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (`group_id`) REFERENCES `camera_groups`(`id`) ON UPDATE no action ON DELETE set null
);
--> statement-breakpoint
CREATE UNIQUE INDEX `cameras_camera_id_unique` ON `cameras` (`camera_id`);--> statement-breakpoint
CREATE INDEX `cameras_org` ON `cameras` (`org_id`);--> statement-breakpoint
CREATE INDEX `cameras_node` ON `cameras` (`node_id`);--> statement-breakpoint
CREATE INDEX `cameras_group` ON `cameras` (`group_id`);--> statement-breakpoint
CREATE TABLE `invites` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`email` text NOT NULL,
	`role` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `invites_token_hash_unique` ON `invites` (`token_hash`);--> statement-breakpoint
CREATE INDEX `invites_org` ON `invites` (`org_id`);--> statement-breakpoint
CREATE TABLE `sessions` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`user_id` text NOT NULL,
	`token_hash` text NOT NULL,
	`created_at` text NOT NULL,
	`last_used_at` text NOT NULL,
	`expires_at` text NOT NULL,
	`ip_address` text,
	`user_agent` text,
	FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sessions_token_hash_unique` ON `sessions` (`token_hash`);--> statement-breakpoint
CREATE INDEX `sessions_user` ON `sessions` (`user_id`);--> statement-breakpoint
CREATE TABLE `users` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`email` text NOT NULL,
	`name` text NOT NULL,
	`password_hash` text NOT NULL,
	`role` text NOT NULL,
	`disabled` integer DEFAULT false NOT NULL,
	`created_at` text NOT NULL,
	`last_sign_in_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `users_email_unique` ON `users` (`email`);--> statement-breakpoint
CREATE INDEX `users_org` ON `users` (`org_id`);--> statement-breakpoint
CREATE TABLE `incident_evidence` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`incident_id` integer NOT NULL,
	`kind` text NOT NULL,
	`text` text,
	`camera_id` text,
	`data` blob,
	`data_mime` text,
	`timestamp` text NOT NULL,
	FOREIGN KEY (`incident_id`) REFERENCES `incidents`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE INDEX `incident_evidence_incident` ON `incident_evidence` (`incident_id`);--> statement-breakpoint
CREATE INDEX `incident_evidence_org` ON `incident_evidence` (`org_id`);--> statement-breakpoint
CREATE TABLE `incidents` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`camera_id` text,
	`title` text NOT NULL,
	`summary` text NOT NULL,
	`report` text DEFAULT '' NOT NULL,
	`severity` text DEFAULT 'medium' NOT NULL,
	`status` text DEFAULT 'open' NOT NULL,
	`created_by` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL,
	`resolved_at` text,
	`resolved_by` text
);
--> statement-breakpoint
CREATE INDEX `incidents_org_time` ON `incidents` (`org_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `incidents_camera` ON `incidents` (`camera_id`);--> statement-breakpoint
CREATE INDEX `incidents_severity` ON `incidents` (`severity`);--> statement-breakpoint
CREATE INDEX `incidents_status` ON `incidents` (`status`);--> statement-breakpoint
CREATE TABLE `audit_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`timestamp` text NOT NULL,
	`event` text NOT NULL,
	`ip_address` text,
	`username` text,
	`user_id` text,
	`details` text
);
--> statement-breakpoint
CREATE INDEX `audit_log_org_time` ON `audit_log` (`org_id`,`timestamp`);--> statement-breakpoint
CREATE INDEX `audit_log_event` ON `audit_log` (`event`);--> statement-breakpoint
CREATE TABLE `mcp_activity_logs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`tool_name` text NOT NULL,
	`key_name` text NOT NULL,
	`status` text NOT NULL,
	`duration_ms` integer,
	`args_summary` text,
	`error` text,
	`timestamp` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `mcp_activity_logs_org_time` ON `mcp_activity_logs` (`org_id`,`timestamp`);--> statement-breakpoint
CREATE INDEX `mcp_activity_logs_tool` ON `mcp_activity_logs` (`tool_name`);--> statement-breakpoint
CREATE TABLE `motion_events` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`camera_id` text NOT NULL,
	`node_id` text NOT NULL,
	`score` integer NOT NULL,
	`segment_seq` integer,
	`timestamp` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `motion_events_org_time` ON `motion_events` (`org_id`,`timestamp`);--> statement-breakpoint
CREATE INDEX `motion_events_camera` ON `motion_events` (`camera_id`);--> statement-breakpoint
CREATE INDEX `motion_events_node` ON `motion_events` (`node_id`);--> statement-breakpoint
CREATE TABLE `stream_access_logs` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`user_id` text NOT NULL,
	`user_email` text DEFAULT '' NOT NULL,
	`org_id` text NOT NULL,
	`camera_id` text NOT NULL,
	`node_id` text NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`accessed_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `stream_access_logs_org_time` ON `stream_access_logs` (`org_id`,`accessed_at`);--> statement-breakpoint
CREATE INDEX `stream_access_logs_user` ON `stream_access_logs` (`user_id`);--> statement-breakpoint
CREATE INDEX `stream_access_logs_camera` ON `stream_access_logs` (`camera_id`);--> statement-breakpoint
CREATE TABLE `email_log` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`timestamp` text NOT NULL,
	`recipient_email` text NOT NULL,
	`kind` text NOT NULL,
	`status` text NOT NULL,
	`resend_message_id` text,
	`error` text
);
--> statement-breakpoint
CREATE INDEX `email_log_org_time` ON `email_log` (`org_id`,`timestamp`);--> statement-breakpoint
CREATE INDEX `email_log_kind` ON `email_log` (`kind`);--> statement-breakpoint
CREATE TABLE `email_outbox` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`recipient_email` text NOT NULL,
	`subject` text NOT NULL,
	`body_text` text DEFAULT '' NOT NULL,
	`body_html` text DEFAULT '' NOT NULL,
	`kind` text NOT NULL,
	`notification_id` integer,
	`status` text DEFAULT 'pending' NOT NULL,
	`attempts` integer DEFAULT 0 NOT NULL,
	`last_attempt_at` text,
	`sent_at` text,
	`resend_message_id` text,
	`error` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `email_outbox_status_time` ON `email_outbox` (`status`,`created_at`);--> statement-breakpoint
CREATE INDEX `email_outbox_org_time` ON `email_outbox` (`org_id`,`created_at`);--> statement-breakpoint
CREATE TABLE `email_suppression` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`address` text NOT NULL,
	`reason` text NOT NULL,
	`source` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `email_suppression_address_unique` ON `email_suppression` (`address`);--> statement-breakpoint
CREATE TABLE `notifications` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`kind` text NOT NULL,
	`audience` text DEFAULT 'all' NOT NULL,
	`title` text NOT NULL,
	`body` text DEFAULT '' NOT NULL,
	`severity` text DEFAULT 'info' NOT NULL,
	`link` text,
	`camera_id` text,
	`node_id` text,
	`meta_json` text,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `notifications_org_time` ON `notifications` (`org_id`,`created_at`);--> statement-breakpoint
CREATE INDEX `notifications_kind` ON `notifications` (`kind`);--> statement-breakpoint
CREATE INDEX `notifications_severity` ON `notifications` (`severity`);--> statement-breakpoint
CREATE INDEX `notifications_camera` ON `notifications` (`camera_id`);--> statement-breakpoint
CREATE INDEX `notifications_node` ON `notifications` (`node_id`);--> statement-breakpoint
CREATE TABLE `processed_webhooks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`svix_msg_id` text NOT NULL,
	`event_type` text DEFAULT '' NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `processed_webhooks_svix_msg_id_unique` ON `processed_webhooks` (`svix_msg_id`);--> statement-breakpoint
CREATE INDEX `processed_webhooks_time` ON `processed_webhooks` (`created_at`);--> statement-breakpoint
CREATE TABLE `user_notification_state` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`clerk_user_id` text NOT NULL,
	`org_id` text NOT NULL,
	`last_viewed_at` text NOT NULL,
	`cleared_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_notification_state_user_org` ON `user_notification_state` (`clerk_user_id`,`org_id`);--> statement-breakpoint
CREATE TABLE `mcp_api_keys` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`key_hash` text NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL,
	`last_used_at` text,
	`revoked` integer DEFAULT false NOT NULL,
	`scope_mode` text DEFAULT 'all',
	`scope_tools` text,
	`kind` text DEFAULT 'mcp' NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `mcp_api_keys_key_hash_unique` ON `mcp_api_keys` (`key_hash`);--> statement-breakpoint
CREATE INDEX `mcp_api_keys_org` ON `mcp_api_keys` (`org_id`);--> statement-breakpoint
CREATE TABLE `org_monthly_usage` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`year_month` text NOT NULL,
	`viewer_seconds` integer DEFAULT 0 NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `org_monthly_usage_org_month` ON `org_monthly_usage` (`org_id`,`year_month`);--> statement-breakpoint
CREATE TABLE `sentinel_config` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`enabled` integer DEFAULT true NOT NULL,
	`motion_enabled` integer DEFAULT true NOT NULL,
	`incident_opened_enabled` integer DEFAULT true NOT NULL,
	`motion_cooldown_min` integer DEFAULT 5 NOT NULL,
	`schedule_mode` text DEFAULT 'always' NOT NULL,
	`schedule_start` text DEFAULT '22:00' NOT NULL,
	`schedule_end` text DEFAULT '06:00' NOT NULL,
	`active_days` text,
	`camera_scope` text,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sentinel_config_org_id_unique` ON `sentinel_config` (`org_id`);--> statement-breakpoint
CREATE TABLE `sentinel_runs` (
	`id` text PRIMARY KEY NOT NULL,
	`org_id` text NOT NULL,
	`triggered_at` text NOT NULL,
	`trigger_type` text NOT NULL,
	`camera_id` text,
	`tool_call_count` integer DEFAULT 0 NOT NULL,
	`outcome` text NOT NULL,
	`severity` text,
	`incident_id` integer,
	`started_at` text,
	`completed_at` text,
	`manual_prompt` text,
	`summary` text DEFAULT '' NOT NULL,
	`tool_trace` text
);
--> statement-breakpoint
CREATE INDEX `sentinel_runs_org_time` ON `sentinel_runs` (`org_id`,`triggered_at`);--> statement-breakpoint
CREATE INDEX `sentinel_runs_camera` ON `sentinel_runs` (`camera_id`);--> statement-breakpoint
CREATE TABLE `settings` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`key` text NOT NULL,
	`value` text,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `settings_org_key` ON `settings` (`org_id`,`key`);