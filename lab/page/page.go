// Package page is the lab as one HTML file that needs nothing else: no network,
// no installation. The engine is in it, as WebAssembly.
//
// What is in made/ is built from src/, vendor/ and the engine by
//
//	go generate ./lab/...
//
// and checked in, so that whoever has the program has the page.
package page

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

//go:generate go run ./make

//go:embed made/lab.html
var skeleton string

//go:embed made/lab.css
var style string

//go:embed made/lab.js
var script string

//go:embed made/worker.js
var worker string

//go:embed made/lab.wasm.gz
var wasm []byte

// Start is what the page shows first. A link's fragment comes before it.
type Start struct {
	Name string `json:"name"`           // of a preset, or of the scenario in Text
	Text string `json:"text,omitempty"` // of a scenario that is no preset
	File string `json:"file,omitempty"` // its path, for the command line that shows the same
}

// Write writes the whole page.
func Write(w io.Writer, start Start) error {
	first, err := json.Marshal(start) // with <, > and & escaped: it cannot end its element
	if err != nil {
		return err
	}
	_, err = strings.NewReplacer(
		"{{policy}}", Policy(),
		"{{style}}", style,
		"{{start}}", string(first),
		"{{worker}}", worker,
		"{{wasm}}", base64.StdEncoding.EncodeToString(wasm),
		"{{script}}", script,
	).WriteString(w, skeleton)
	return err
}

// Policy returns the page's Content-Security-Policy: its own script, style and
// engine, and nothing from anywhere.
func Policy() string {
	return fmt.Sprintf("default-src 'none'; script-src '%s' 'wasm-unsafe-eval'; worker-src blob:; style-src '%s'; img-src data: blob:; base-uri 'none'; form-action 'none'",
		hashed(script), hashed(style))
}

func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
