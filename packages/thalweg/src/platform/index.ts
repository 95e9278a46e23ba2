export * from "#platform";
