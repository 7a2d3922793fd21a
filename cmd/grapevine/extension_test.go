package main

import (
	"os/exec"
	"testing"
)

// The extension for researchers is a module of its own, which ./... does not
// reach, and works with the module as it is.
func TestExtension(t *testing.T) {
	if testing.Short() {
		t.Skip("builds another module")
	}
	test := exec.Command("go", "test", "./...")
	test.Dir = "../../examples/extension"
	if said, err := test.CombinedOutput(); err != nil {
		t.Errorf("go test in examples/extension: %v\n%s", err, said)
	}
}
