package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const dependenciesPage = "../../docs/dependencies.md"

// licenceOf knows a licence by a sentence that only it has.
func licenceOf(text string) string {
	text = strings.Join(strings.Fields(text), " ")
	for _, l := range []struct{ sentence, name string }{
		{"Mozilla Public License", "MPL-2.0"},
		{"Creative Commons Attribution 4.0", "CC-BY-4.0"},
		{"The FreeType License", "FTL"}, // or GPL-2.0, as one likes
		{"Apache License Version 2.0", "Apache-2.0"},
		{"Permission is hereby granted, free of charge", "MIT"},
		{"Permission to use, copy, modify, and/or distribute this software for any purpose", "ISC"},
		{"Neither the name of", "BSD-3-Clause"},
		{"The name of the author may not be used", "BSD-3-Clause"},
		{"Redistribution and use in source and binary forms", "BSD-2-Clause"},
	} {
		if strings.Contains(text, l.sentence) {
			return l.name
		}
	}
	return ""
}

// Every module that is part of the program is listed with its licence, and it is
// one that we know what to do for. -update renews the list.
func TestLicences(t *testing.T) {
	said, err := exec.Command("go", "list", "-deps", "-f", "{{with .Module}}{{if not .Main}}{{.Path}} {{.Version}} {{.Dir}}{{end}}{{end}}", ".").Output()
	if err != nil {
		t.Skipf("no go command to ask: %v", err)
	}
	modules := strings.Split(strings.TrimSpace(string(said)), "\n")
	slices.Sort(modules)
	list := "| Module | Version | Licence |\n|---|---|---|\n"
	for _, m := range slices.Compact(modules) {
		part := strings.SplitN(m, " ", 3)
		files, err := filepath.Glob(filepath.Join(part[2], "[LC][IO][CP]*"))
		if err != nil {
			t.Fatal(err)
		}
		licence := ""
		for _, file := range files {
			if text, err := os.ReadFile(file); err == nil && licence == "" {
				licence = licenceOf(string(text))
			}
		}
		switch licence {
		case "":
			t.Errorf("%s: no licence that we know in %v", part[0], files)
		case "MPL-2.0":
			if !strings.HasPrefix(part[0], "github.com/hashicorp/") {
				t.Errorf("%s is under the %s, and part of the program: whoever passes it on must say where its source is, as the page does of others", part[0], licence)
			}
		}
		list += fmt.Sprintf("| `%s` | %s | %s |\n", part[0], part[1], licence)
	}
	page, err := os.ReadFile(dependenciesPage)
	if err != nil {
		t.Fatal(err)
	}
	now := regexp.MustCompile(`(?s)<!-- licences -->\n.*?<!-- end of licences -->`).ReplaceAllLiteralString(string(page), "<!-- licences -->\n\n"+list+"\n<!-- end of licences -->")
	switch {
	case now == string(page) && !strings.Contains(now, list):
		t.Error("docs/dependencies.md has no place for licences")
	case now == string(page):
	case *update:
		if err := os.WriteFile(dependenciesPage, []byte(now), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Error("docs/dependencies.md lists licences as they were: go test ./cmd/grapevine -run Licences -update renews it")
	}
}
