package org.kagiban.custody.pskc;

/**
 * One record that is not taken. The others are not affected.
 *
 * @param record place in the file, from 1
 * @param line where the record begins, from 1
 * @param tokenId as the file has it, cut to 64 printable characters; empty where it could not be
 *     read
 * @param message a sentence for people; never holds a seed
 */
public record Refusal(
    long record, int line, String tokenId, RefusalReason reason, String message) {}
