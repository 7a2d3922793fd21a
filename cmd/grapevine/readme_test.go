package main

import (
	"bytes"
	"context"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "run the README's commands in full and renew what it shows of them, and its picture")

const (
	readme  = "../../README.md"
	picture = "../../docs/pictures/cash.png"
)

// The commands of the README run, in its order, in a folder that holds the
// files it shows. Runs of presets are made small; what the others print is held
// to what the README says they print.
func TestREADME(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	blocks := fenced(string(text))
	commands := 0
	for k := range blocks {
		b := &blocks[k]
		switch {
		case b.file != "":
			if err := os.WriteFile(b.file, []byte(b.text), 0o666); err != nil {
				t.Fatal(err)
			}
		case b.language == "sh":
			var printed string
			for line := range strings.Lines(b.text) {
				if command, ours := strings.CutPrefix(strings.TrimSpace(line), "go run ./cmd/grapevine "); ours {
					commands++
					printed = try(t, command)
				}
			}
			if k+1 == len(blocks) || blocks[k+1].language != "text" || printed == "" {
				continue
			}
			if shown := &blocks[k+1]; *update {
				shown.text = printed
			} else if !small(b.text) && shown.text != printed {
				t.Errorf("%sprints\n%sbut the README shows\n%sgo test ./cmd/grapevine -run README -update renews it", b.text, printed, shown.text)
			}
		}
	}
	if commands < 8 {
		t.Errorf("%d commands found in the README: want those that it has", commands)
	}
	if *update {
		renew(t, before, string(text), blocks)
	}
}

// try runs a command of the README and returns what it prints.
func try(t *testing.T, command string) string {
	t.Helper()
	args, into := words(command)
	if !*update && small(command) {
		args = slices.DeleteFunc(args, func(a string) bool { return a == "--until-ci" || strings.HasSuffix(a, "%") })
		args = append(args, "--replicates", "2", "--no-plots")
	}
	var out, errs bytes.Buffer
	if code := Main(context.Background(), args, &out, &errs); code != 0 {
		t.Errorf("grapevine %s: exit code %d\n%s", command, code, &errs)
	}
	if into == "" {
		return out.String()
	}
	if err := os.WriteFile(into, out.Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	return ""
}

// small reports whether a command is made small for the test: a run of a
// preset, and not of a file that the README itself shows.
func small(command string) bool {
	command = strings.TrimPrefix(command, "go run ./cmd/grapevine ")
	return strings.HasPrefix(command, "run ") && !strings.Contains(command, ".toml")
}

// words takes a command line apart as a shell does, as far as the README needs
// it, and returns the file that its output goes into.
func words(line string) (args []string, into string) {
	var word strings.Builder
	quote, inside := rune(0), false
	end := func() {
		if inside {
			args = append(args, word.String())
			word.Reset()
		}
		inside = false
	}
	for _, r := range line {
		switch {
		case quote == 0 && r == '#' && !inside:
			end()
			return redirected(args)
		case quote == 0 && r == ' ':
			end()
		case quote == 0 && (r == '\'' || r == '"'):
			quote, inside = r, true
		case r == quote:
			quote = 0
		default:
			word.WriteRune(r)
			inside = true
		}
	}
	end()
	return redirected(args)
}

func redirected(args []string) ([]string, string) {
	if k := slices.Index(args, ">"); k >= 0 {
		return args[:k], args[k+1]
	}
	return args, ""
}

// block is a fenced block of a page. Its file is the name that a comment on
// its first line gives.
type block struct {
	language, text, file string
	from, to             int // of the text, in the page
}

// fenced lists the blocks of a page.
func fenced(page string) (all []block) {
	const fence = "```"
	at := 0
	var open *block
	for line := range strings.Lines(page) {
		end := at + len(line)
		switch language, fences := strings.CutPrefix(line, fence); {
		case fences && open == nil:
			open = &block{language: strings.TrimSpace(language), from: end}
		case fences:
			open.text, open.to = page[open.from:at], at
			first, _, _ := strings.Cut(open.text, "\n")
			if name, note := strings.CutPrefix(first, "# "); note && (open.language == "toml" || open.language == "csv") {
				open.file = name
			}
			all = append(all, *open)
			open = nil
		}
		at = end
	}
	return all
}

// renew writes the README with what its blocks hold now, and its picture.
func renew(t *testing.T, dir, page string, blocks []block) {
	for _, b := range slices.Backward(blocks) {
		page = page[:b.from] + b.text + page[b.to:]
	}
	image, err := os.ReadFile(filepath.Join("results", "cc-vs-ba", "plots", filepath.Base(picture)))
	if err != nil {
		t.Fatal(err)
	}
	for name, bytes := range map[string][]byte{readme: []byte(page), picture: image} {
		if err := os.WriteFile(filepath.Join(dir, name), bytes, 0o666); err != nil {
			t.Fatal(err)
		}
	}
}
