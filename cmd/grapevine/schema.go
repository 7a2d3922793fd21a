package main

import "grapevine/scenarios"

// schemaCommand prints the JSON Schema of scenarios.
type schemaCommand struct{}

// Run carries the command out.
func (*schemaCommand) Run(t *terminal) error {
	_, err := t.out.Write(scenarios.Schema())
	return err
}
