CREATE TABLE `sentinel_models` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`enabled` integer DEFAULT false NOT NULL,
	`provider` text DEFAULT 'openai' NOT NULL,
	`base_url` text DEFAULT '' NOT NULL,
	`model` text DEFAULT '' NOT NULL,
	`key_sealed` text,
	`max_tool_calls` integer DEFAULT 20 NOT NULL,
	`max_minutes` integer DEFAULT 5 NOT NULL,
	`image_pixels` integer DEFAULT 1024 NOT NULL,
	`input_price_micros` integer,
	`output_price_micros` integer,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sentinel_models_org_id_unique` ON `sentinel_models` (`org_id`);--> statement-breakpoint
CREATE TABLE `sentinel_pictures` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`org_id` text NOT NULL,
	`run_id` text NOT NULL,
	`number` integer NOT NULL,
	`mime` text NOT NULL,
	`data` blob NOT NULL,
	`taken_at` text NOT NULL,
	FOREIGN KEY (`run_id`) REFERENCES `sentinel_runs`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `sentinel_pictures_run_number` ON `sentinel_pictures` (`run_id`,`number`);--> statement-breakpoint
CREATE INDEX `sentinel_pictures_org_time` ON `sentinel_pictures` (`org_id`,`taken_at`);--> statement-breakpoint
ALTER TABLE `incidents` ADD `created_credential` text;--> statement-breakpoint
ALTER TABLE `sentinel_config` ADD `daily_report_enabled` integer DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE `sentinel_config` ADD `daily_report_time` text DEFAULT '07:00' NOT NULL;--> statement-breakpoint
ALTER TABLE `sentinel_config` ADD `daily_report_day` text;--> statement-breakpoint
ALTER TABLE `sentinel_runs` ADD `runner` text;--> statement-breakpoint
ALTER TABLE `sentinel_runs` ADD `attempts` integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE `sentinel_runs` ADD `model` text;--> statement-breakpoint
ALTER TABLE `sentinel_runs` ADD `input_tokens` integer;--> statement-breakpoint
ALTER TABLE `sentinel_runs` ADD `output_tokens` integer;--> statement-breakpoint
ALTER TABLE `sentinel_runs` ADD `cost_micros` integer;--> statement-breakpoint
CREATE INDEX `sentinel_runs_outcome_time` ON `sentinel_runs` (`outcome`,`triggered_at`);