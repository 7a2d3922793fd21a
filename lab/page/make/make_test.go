package main

import (
	"os"
	"strings"
	"testing"
)

// What is checked in was built from the sources as they are.
func TestPageIsUpToDate(t *testing.T) {
	want, err := sources("..")
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("../made/sources.sha256")
	if err != nil {
		t.Fatal(err)
	}
	if strings.TrimSpace(string(got)) != want {
		t.Error("the lab's page is older than the engine or its own sources: go generate ./lab/... builds it again")
	}
}

// The page carries no more than it needs: no pictures, no command line, no
// network, and at most four megabytes of engine.
func TestEngineIsLean(t *testing.T) {
	all, err := tree()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range all {
		for _, heavy := range []string{"grapevine/plots", "gonum.org/v1/plot", "github.com/alecthomas/kong", "golang.org/x/image", "os/exec"} {
			if p.ImportPath == heavy || strings.HasPrefix(p.ImportPath, heavy+"/") {
				t.Errorf("the engine in the browser depends on %s", p.ImportPath)
			}
		}
		if p.ImportPath == "net" || strings.HasPrefix(p.ImportPath, "net/") {
			t.Errorf("the engine in the browser depends on %s", p.ImportPath)
		}
	}
	f, err := os.Stat("../made/lab.wasm.gz")
	if err != nil {
		t.Fatal(err)
	}
	if f.Size() > 4<<20 {
		t.Errorf("the engine is %d bytes: want at most 4 MB", f.Size())
	}
}
