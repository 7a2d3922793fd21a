package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"grapevine/knob"
	"grapevine/scenarios"
	"grapevine/sim"
	"grapevine/sim/mechanism"
)

const modelPage = "../../docs/model.md"

var keysOnPage = regexp.MustCompile(`(?s)<!-- keys of ([a-z]+) -->\n.*?<!-- end of keys -->\n`)

// The page on the model shows the keys that there are, with their defaults;
// -update renews its tables. No mechanism is left out.
func TestModelPage(t *testing.T) {
	page, err := os.ReadFile(modelPage)
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]any{
		"network": &sim.LayerTable{}, "rates": &sim.Rates{}, "attitudes": &sim.Attitudes{}, "hearing": &sim.Hearing{},
		"product": &sim.Product{}, "segment": &sim.Segment{}, "placement": &sim.Placement{},
		"budget": &scenarios.Budget{},
	}
	for name, kind := range mechanism.Kinds {
		of[name] = kind.Make()
	}
	now := keysOnPage.ReplaceAllStringFunc(string(page), func(part string) string {
		name := keysOnPage.FindStringSubmatch(part)[1]
		if of[name] == nil {
			t.Errorf("there is no table %q", name)
			return part
		}
		text := fmt.Sprintf("<!-- keys of %s -->\n%s<!-- end of keys -->\n", name, keyTable(of[name]))
		delete(of, name)
		return text
	})
	for name := range of {
		t.Errorf("%s is not on the page: want <!-- keys of %[1]s --> and <!-- end of keys --> where its table belongs", name)
	}
	switch {
	case now == string(page):
	case *update:
		if err := os.WriteFile(modelPage, []byte(now), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("docs/model.md shows keys as they were: go test ./cmd/grapevine -run ModelPage -update renews it")
	}
}

var (
	heading = regexp.MustCompile(`(?m)^#{2,3} ((\d+)(?:\.(\d+))? .*)$`)
	onPage  = regexp.MustCompile(`\[([^\]]+)\]\(#([^)]+)\)`)
	noSlug  = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// The sections of the page on the model are numbered one after the other, the
// contents at its head name them all, and every link on it leads to one.
func TestModelPageSections(t *testing.T) {
	page, err := os.ReadFile(modelPage)
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	numbers := map[string]string{} // of sections, by anchor
	part, section := 0, 0
	for _, h := range heading.FindAllStringSubmatch(text, -1) {
		want := ""
		if h[3] == "" {
			part, section = part+1, 0
			want = strconv.Itoa(part)
		} else {
			section++
			want = fmt.Sprintf("%d.%d", part, section)
		}
		number, _, _ := strings.Cut(h[1], " ")
		if number != want {
			t.Errorf("section %q: want number %s", h[1], want)
		}
		numbers[strings.ReplaceAll(noSlug.ReplaceAllString(strings.ToLower(h[1]), ""), " ", "-")] = number
	}
	contents, _, _ := strings.Cut(text, "\n## ")
	for anchor := range numbers {
		if !strings.Contains(contents, "(#"+anchor+")") {
			t.Errorf("the contents lack #%s", anchor)
		}
	}
	for _, l := range onPage.FindAllStringSubmatch(text, -1) {
		number, found := numbers[l[2]]
		switch {
		case !found:
			t.Errorf("[%s](#%s) leads nowhere", l[1], l[2])
		case l[1][0] >= '0' && l[1][0] <= '9' && l[1] != number:
			t.Errorf("[%s](#%s): the section is %s", l[1], l[2], number)
		}
	}
}

// keyTable lists the keys of a struct as a table in Markdown.
func keyTable(of any) string {
	var b strings.Builder
	b.WriteString("\n| Key | Default | Unit | Range | Meaning |\n|---|---|---|---|---|\n")
	for _, f := range knob.Fields(of) {
		values := strings.Join(f.Options, ", ")
		if f.Range.Set() {
			values = f.Range.String()
		}
		meaning := f.Doc
		if f.Source != "" {
			meaning += " *Source: " + f.Source + ".*"
		}
		fallback := f.Default
		if fallback == "" && f.Type.Kind() != reflect.String {
			fallback = "–"
		}
		fmt.Fprintf(&b, "| `%s` | %s | %s | %s | %s |\n", f.Key, fallback, f.Unit, values, strings.ReplaceAll(meaning, "|", `\|`))
	}
	b.WriteString("\n")
	return b.String()
}

// Every module that is imported has its reason on the page on dependencies.
func TestDependenciesPage(t *testing.T) {
	page, err := os.ReadFile("../../docs/dependencies.md")
	if err != nil {
		t.Fatal(err)
	}
	imported := map[string]string{}
	err = filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		for _, i := range file.Imports {
			name, err := strconv.Unquote(i.Path.Value)
			if err != nil {
				return err
			}
			parts := strings.Split(name, "/")
			if strings.Contains(parts[0], ".") {
				imported[strings.Join(parts[:min(3, len(parts))], "/")] = path
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for module, path := range imported {
		if !strings.Contains(string(page), "`"+module) {
			t.Errorf("%s imports %s: docs/dependencies.md does not say what for", path, module)
		}
	}
}
