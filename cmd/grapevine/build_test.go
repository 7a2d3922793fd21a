package main

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"testing"
)

// A build is named by the number that the linker gave it, where the system keeps
// that in the program; what is no program has none.
func TestLinked(t *testing.T) {
	if number := linked(bytes.NewReader([]byte("#!/bin/sh"))); number != nil {
		t.Errorf("a script has the number %q", number)
	}
	if runtime.GOOS != "linux" {
		t.Skip("programs are in another format")
	}
	path, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	want, err := exec.Command("go", "tool", "buildid", path).Output()
	if err != nil {
		t.Skipf("go tool buildid: %v", err)
	}
	if got := linked(f); string(got) != string(bytes.TrimSpace(want)) {
		t.Errorf("got %q, want %q", got, want)
	}
}
