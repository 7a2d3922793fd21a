// Command make builds the parts of the lab's page: the engine as WebAssembly,
// the scripts in one file each, and the sum of all that they were built from.
// It is run in the folder above.
package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	log.SetFlags(0)
	if err := build(); err != nil {
		log.Fatal(err)
	}
}

func build() error {
	sum, err := sources(".")
	if err != nil {
		return err
	}
	packed, err := engine()
	if err != nil {
		return err
	}
	script, err := bundle("src/main.js")
	if err != nil {
		return err
	}
	work, err := bundle("src/worker.js")
	if err != nil {
		return err
	}
	support, err := os.ReadFile("vendor/wasm_exec.js")
	if err != nil {
		return err
	}
	page, err := os.ReadFile("src/index.html")
	if err != nil {
		return err
	}
	plot, err := os.ReadFile("vendor/uPlot.css")
	if err != nil {
		return err
	}
	own, err := os.ReadFile("src/style.css")
	if err != nil {
		return err
	}
	for name, data := range map[string][]byte{
		"lab.wasm.gz": packed, "lab.js": script, "worker.js": append(append(support, '\n'), work...),
		"lab.html": page, "lab.css": append(append(plot, '\n'), own...), "sources.sha256": []byte(sum + "\n"),
	} {
		if err := os.WriteFile(filepath.Join("made", name), data, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// engine compiles the engine for the browser: the same bytes wherever it is
// done with the same Go.
func engine() ([]byte, error) {
	dir, err := os.MkdirTemp("", "lab")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	to := filepath.Join(dir, "lab.wasm")
	compile := exec.Command("go", "build", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", to, "grapevine/lab/wasm")
	compile.Env = append(os.Environ(), browser...)
	compile.Stderr = os.Stderr
	if err := compile.Run(); err != nil {
		return nil, fmt.Errorf("building the engine: %w", err)
	}
	wasm, err := os.ReadFile(to)
	if err != nil {
		return nil, err
	}
	var packed bytes.Buffer
	z, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return nil, err
	}
	if _, err := z.Write(wasm); err != nil {
		return nil, err
	}
	err = z.Close()
	return packed.Bytes(), err
}

// bundle makes one script of a module and all it imports.
func bundle(entry string) ([]byte, error) {
	r := api.Build(api.BuildOptions{
		EntryPoints: []string{entry}, Bundle: true, Format: api.FormatIIFE, Target: api.ES2022, Charset: api.CharsetUTF8,
		MinifyWhitespace: true, MinifySyntax: true, LegalComments: api.LegalCommentsInline,
		Alias: map[string]string{"uplot": "./vendor/uPlot.js"},
	})
	if len(r.Errors) > 0 {
		return nil, fmt.Errorf("%s:%d: %s", r.Errors[0].Location.File, r.Errors[0].Location.Line, r.Errors[0].Text)
	}
	return r.OutputFiles[0].Contents, nil
}
