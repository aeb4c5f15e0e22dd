/**
 * A strict reader of YAML files for people: every mistake at once, each with its line and what to
 * do. Imports nothing of ours. Start at {@link org.kagiban.yaml.YamlFile}.
 */
@NullMarked
package org.kagiban.yaml;

import org.jspecify.annotations.NullMarked;
