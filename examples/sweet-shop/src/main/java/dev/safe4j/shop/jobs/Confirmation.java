package dev.safe4j.shop.jobs;

import java.util.UUID;

/** What the mail is about that confirms an order. */
public record Confirmation(UUID order, long box, String customer) {}
