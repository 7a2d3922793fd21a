package main

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// hostile is a scenario by somebody who wants to break out: of a page, of a
// picture, of a table or of a folder.
const hostile = `
title      = "</title><script>alert(1)</script>"
question   = "\"><img src=x onerror=alert(2)>"
customers  = 120
weeks      = 6
replicates = 3
objective  = { maximise = "profit" }

[network."../../ties<script>"]
kind        = "watts-strogatz"
mean_degree = 4

[rates]
notice   = 0.05
consider = 0.2
decide   = 0.3

[advertising]
rate = 0.1   # source: </script><script>alert(3)</script>

[[segment]]
name  = "<b onmouseover=alert(4)>all"
share = 1

[[strategy]]
name = "../../escaped/<script>alert(5)</script>"

[[strategy]]
name = "=cmd|' /C calc'!A0</text><script>alert(6)</script>"
[strategy.talk]
persuasion = { "../../ties<script>" = 0.1 }
`

// Names are text wherever they come out: no page or picture gets a script, an
// event handler or an address of somewhere else from them, and no file is written
// outside of where results go.
func TestHostileNames(t *testing.T) {
	home := t.TempDir()
	dir := filepath.Join(home, "a", "b")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "hostile.toml"), []byte(hostile), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"run", "hostile.toml", "-o", "out", "--report", "--customers", "--twins", "advertising"},
		{"plot", "out"}, {"export", "out", "--format", "mesa"}, {"export", "out", "--format", "parquet"}, {"pack", "out"}, {"odd", "hostile.toml"},
	} {
		var out, told bytes.Buffer
		if code := runIn(t, dir, &out, &told, args...); code != 0 {
			t.Fatalf("%v: exit code %d\n%s%s", args, code, out.String(), told.String())
		}
	}
	top := map[string]bool{}
	pictures := 0
	err := filepath.WalkDir(home, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		inside, _ := filepath.Rel(home, path)
		parts := strings.Split(filepath.ToSlash(inside), "/")
		top[strings.Join(parts[:min(3, len(parts))], "/")] = true
		switch filepath.Ext(path) {
		case ".html", ".svg":
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			pictures++
			inert(t, inside, text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"a/b/hostile.toml", "a/b/out", "a/b/out-mesa", "a/b/out-pack", "a/b/out-parquet"}
	if got := slices.Sorted(maps.Keys(top)); !slices.Equal(got, want) {
		t.Errorf("there are %v, want %v", got, want)
	}
	if pictures < 10 {
		t.Errorf("only %d pages and pictures were looked at", pictures)
	}
}

// inert holds a page or a picture to having no script, no event handler, and no
// address but those of the same page.
func inert(t *testing.T, name string, text []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(text))
	if filepath.Ext(name) == ".html" {
		d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		element := strings.ToLower(e.Name.Local)
		if slices.Contains([]string{"script", "iframe", "object", "embed", "foreignobject", "img", "link", "base", "form"}, element) {
			t.Errorf("%s has an element <%s>", name, element)
		}
		for _, a := range e.Attr {
			key := strings.ToLower(a.Name.Local)
			if strings.HasPrefix(key, "on") || (key == "href" || key == "src") && !strings.HasPrefix(a.Value, "#") {
				t.Errorf("%s: <%s %s=%q>", name, element, key, a.Value)
			}
		}
	}
}
