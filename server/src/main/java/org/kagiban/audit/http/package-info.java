/**
 * The log over HTTP: witnesses asked and answered, a folder served, a served folder read. Imports
 * the audit rooms tree, tile, note, proof, witness and file. Start at {@link
 * org.kagiban.audit.http.Cosigner} for a log, {@link org.kagiban.audit.http.WitnessServer} for a
 * witness, {@link org.kagiban.audit.http.HttpTiles} for a reader.
 */
@NullMarked
package org.kagiban.audit.http;

import org.jspecify.annotations.NullMarked;
