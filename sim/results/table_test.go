package results_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"grapevine/sim/results"
)

func Example() {
	w, err := results.NewWriter(os.Stdout, "strategy", "n", "mean", "sd")
	if err != nil {
		panic(err)
	}
	w.Text("advocacy, paid").Int(1).Float(287_312.5).Float(math.NaN()).End()
	w.Close()
	// Output:
	// strategy,n,mean,sd
	// "advocacy, paid",1,287312.5,
}

func ExampleTable_Groups() {
	t, err := results.ReadFrom(strings.NewReader("strategy,profit\nneither,10\nboth,40\nneither,20\n"), "runs.csv")
	if err != nil {
		panic(err)
	}
	groups, _ := t.Groups("strategy")
	for _, g := range groups {
		profit, _ := g.Floats("profit")
		fmt.Println(g.Value, profit)
	}
	// Output:
	// neither [10 20]
	// both [40]
}

// What is written is read back: text as it was (but for "\r\n", which encoding/csv
// takes for the end of a line), numbers to the last bit.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(rapid.String()).Draw(t, "texts")
		number := rapid.Float64().Filter(func(x float64) bool { return !math.IsInf(x, 0) })
		numbers := rapid.SliceOfN(number, len(texts), len(texts)).Draw(t, "numbers")
		alone := rapid.Bool().Draw(t, "alone")

		columns := []string{"text"}
		if !alone {
			columns = append(columns, "number")
		}
		var b bytes.Buffer
		w, err := results.NewWriter(&b, columns...)
		if err != nil {
			t.Fatal(err)
		}
		for i := range texts {
			texts[i] = strings.ReplaceAll(texts[i], "\r\n", "\n")
			w.Text(texts[i])
			if !alone {
				w.Float(numbers[i])
			}
			if err := w.End(); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		back, err := results.ReadFrom(&b, "table.csv")
		if err != nil {
			t.Fatal(err)
		}
		if got, err := back.Strings("text"); err != nil || !slices.Equal(got, texts) {
			t.Fatalf("read %q, wrote %q (%v)", got, texts, err)
		}
		if alone {
			return
		}
		got, err := back.Floats("number")
		if err != nil {
			t.Fatal(err)
		}
		for i, x := range numbers {
			if got[i] != x && !(math.IsNaN(x) && math.IsNaN(got[i])) {
				t.Fatalf("read %v, wrote %v", got[i], x)
			}
		}
	})
}

func TestCells(t *testing.T) {
	for _, c := range []struct {
		write func(*results.Writer)
		want  string
	}{
		{func(w *results.Writer) { w.Text("neither") }, `neither`},
		{func(w *results.Writer) { w.Text("") }, ``},
		{func(w *results.Writer) { w.Text("a, b") }, `"a, b"`},
		{func(w *results.Writer) { w.Text(`say "hi"`) }, `"say ""hi"""`},
		{func(w *results.Writer) { w.Text(" lead") }, `" lead"`},
		{func(w *results.Writer) { w.Text("Zürich €") }, `Zürich €`},
		{func(w *results.Writer) { w.Int(-3) }, `-3`},
		{func(w *results.Writer) { w.Uint(math.MaxUint64) }, `18446744073709551615`},
		{func(w *results.Writer) { w.Float(0.1) }, `0.1`},
		{func(w *results.Writer) { w.Float(1234567) }, `1234567`},
		{func(w *results.Writer) { w.Float(-2.5e-9) }, `-2.5e-09`},
		{func(w *results.Writer) { w.Float(1e21) }, `1e+21`},
		{func(w *results.Writer) { w.Float(math.Copysign(0, -1)) }, `0`},
		{func(w *results.Writer) { w.Float(math.NaN()) }, ``}, // the standard deviation of one run
	} {
		var b bytes.Buffer
		w, _ := results.NewWriter(&b, "cell", "end")
		c.write(w)
		w.Text("x").End()
		w.Close()
		if got := strings.TrimPrefix(b.String(), "cell,end\n"); got != c.want+",x\n" {
			t.Errorf("got %q, want %q", got, c.want+",x\n")
		}
	}
}

func TestInfiniteIsAnError(t *testing.T) {
	w, _ := results.NewWriter(io.Discard, "strategy", "roi")
	err := w.Text("both").Float(math.Inf(1)).End()
	if err == nil || !strings.Contains(err.Error(), "row 1: roi = +Inf: want a finite number") {
		t.Errorf("error %v", err)
	}
	if again := w.Text("both").Float(1).End(); again != err {
		t.Errorf("the first fault was forgotten: %v", again)
	}
}

func TestHeader(t *testing.T) {
	for _, columns := range [][]string{{}, {"week", ""}, {"week", "nps", "week"}} {
		if _, err := results.NewWriter(io.Discard, columns...); err == nil {
			t.Errorf("header %q was taken", columns)
		}
	}
}

func TestWrongNumberOfCellsPanics(t *testing.T) {
	for name, write := range map[string]func(*results.Writer){
		"few":  func(w *results.Writer) { w.Int(1).End() },
		"many": func(w *results.Writer) { w.Int(1).Int(2).Int(3) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			w, _ := results.NewWriter(io.Discard, "a", "b")
			write(w)
		})
	}
}

func TestReadFaults(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "runs.csv:1:1: the file is empty"},
		{"a,a\n", `runs.csv:1:1: column "a" is there twice`},
		{"a,b\n1\n", "runs.csv:2:1: the row has 1 cells: want 2"},
		{"a,b\n1,2\nx\"y,2\n", `runs.csv:3:2: bare "`},
		{"a,b\n1,2\n1,two\n", `runs.csv:3:3: b = "two": want a finite number or nothing`},
		{"a,b\n1,inf\n", `runs.csv:2:3: b = "inf"`},
		{"a,c\n1,2\n", `runs.csv has no column "b": it has a, c`},
	} {
		table, err := results.ReadFrom(strings.NewReader(c.text), "runs.csv")
		if err == nil {
			_, err = table.Floats("b")
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: error %v, want %q", c.text, err, c.want)
		}
	}
	missing := filepath.Join(t.TempDir(), "runs.csv")
	if _, err := results.Read(missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing table: %v", err)
	}
}

func TestViews(t *testing.T) {
	table, err := results.ReadFrom(strings.NewReader("\ufeffstrategy,week,nps\r\nboth,0,\r\nneither,0,5\r\nboth,1,7\r\n"), "bands.csv")
	if err != nil {
		t.Fatal(err)
	}
	if !table.Has("strategy", "nps") || table.Has("strategy", "sales") || table.Rows() != 3 {
		t.Errorf("columns %q, %d rows", table.Columns, table.Rows())
	}
	both, err := table.Where("strategy", "both")
	if err != nil {
		t.Fatal(err)
	}
	nps, err := both.Floats("nps")
	if err != nil || len(nps) != 2 || !math.IsNaN(nps[0]) || nps[1] != 7 {
		t.Errorf("nps of both = %v, %v", nps, err)
	}
	late, _ := both.Where("week", "1")
	none, _ := late.Where("week", "0")
	if late.Rows() != 1 || none.Rows() != 0 {
		t.Errorf("%d and %d rows, want 1 and 0", late.Rows(), none.Rows())
	}
	if _, err := table.Where("stage", "x"); err == nil {
		t.Error("Where took a column that is not there")
	}
}

// Whatever stands in a manifest, it is read or refused with the file.
func FuzzManifest(f *testing.F) {
	f.Add(results.Manifest{Tool: results.Tool, Format: results.Format, Files: map[string]string{"runs.csv": "ab"}}.JSON())
	f.Add([]byte(`{"tool": "grapevine", "format": 1, "seal": "x", "files": {"../../etc/passwd": ""}}`))
	f.Add([]byte(`{"tool": "grapevine", "format": 1, "files": {"": "", "/": "", "a\u0000": ""}}`))
	f.Add([]byte("{"))
	f.Fuzz(func(t *testing.T, text []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "manifest.json")
		if err := os.WriteFile(path, text, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := results.Open(dir); err != nil && !strings.Contains(err.Error(), dir) {
			t.Fatalf("%v: want the folder", err)
		}
		_, _ = results.Verify(dir)
	})
}

// Whatever is read can be written and read again, and is then the same.
func FuzzRead(f *testing.F) {
	f.Add("strategy,week\nboth,1\n")
	f.Add("a\n\"\"\n\" b\"\n")
	f.Add("a,b\r\n\"x\"\"y\",\"1\n2\"\r\n")
	f.Add("\ufeffa;b\n1;2,5\n")
	f.Add("a,b\n1\n")
	f.Add("a,b\n\"1,2\n")
	f.Add("\xff\xfea\x00")
	f.Fuzz(func(t *testing.T, text string) {
		first, err := results.ReadFrom(strings.NewReader(text), "fuzz.csv")
		if err != nil {
			if !strings.HasPrefix(err.Error(), "fuzz.csv:") || !strings.Contains(err.Error(), "want ") {
				t.Fatalf("error %q: want a place and what is wanted", err)
			}
			return
		}
		if strings.Contains(text, "\r\r\n") {
			return // read as \r\n, which within a cell is read as \n the next time
		}
		var b bytes.Buffer
		w, err := results.NewWriter(&b, first.Columns...)
		if err != nil {
			t.Fatal(err)
		}
		columns := make([][]string, len(first.Columns))
		for i, c := range first.Columns {
			if columns[i], err = first.Strings(c); err != nil {
				t.Fatal(err)
			}
			first.Floats(c)
		}
		for row := range first.Rows() {
			for _, c := range columns {
				w.Text(c[row])
			}
			if err := w.End(); err != nil {
				t.Fatal(err)
			}
		}
		w.Close()
		written := b.String()
		second, err := results.ReadFrom(&b, "fuzz.csv")
		if err != nil {
			t.Fatalf("%q was written as %q: %v", text, written, err)
		}
		for i, c := range first.Columns {
			got, err := second.Strings(c)
			if err != nil || !slices.Equal(got, columns[i]) {
				t.Fatalf("%q was written as %q: column %q is %q, want %q", text, written, c, got, columns[i])
			}
		}
	})
}

// A row that does not end is refused after a few MiB, long before the file does.
func TestReadNoMoreThanARow(t *testing.T) {
	for about, e := range map[string]struct{ head, more string }{
		"line":          {"a,b\n", "x"},
		"cells":         {"a,b\n", "1,"},
		"lines in cell": {"a,b\n\"", "x\n"},
		"header":        {"", "a,"},
	} {
		text := e.head + strings.Repeat(e.more, 3*results.MaxRow/len(e.more))
		from := strings.NewReader(text)
		_, err := results.ReadFrom(from, "endless.csv")
		if err == nil || !strings.HasPrefix(err.Error(), "endless.csv:") || !strings.Contains(err.Error(), "want a line a row") {
			t.Errorf("%s: %v", about, err)
		}
		if read := len(text) - from.Len(); read > 2*results.MaxRow {
			t.Errorf("%s: refused after %d bytes", about, read)
		}
	}
}

// A row allocates nothing.
func TestWriterAllocates(t *testing.T) {
	w, _ := results.NewWriter(io.Discard, "strategy", "week", "profit")
	n := testing.AllocsPerRun(1000, func() { w.Text("both, and more").Int(52).Float(1234.5678).End() })
	if n != 0 {
		t.Errorf("%v allocations a row, want 0", n)
	}
}

func BenchmarkWriter(b *testing.B) {
	const columns, rows = 30, 84_000 // 4 strategies, 200 replicates, 105 weeks
	names := []string{"strategy"}
	for i := range columns {
		names = append(names, fmt.Sprint("metric_", i))
	}
	target := filepath.Join(b.TempDir(), "r")
	for b.Loop() {
		f, err := results.Create(target, false)
		if err != nil {
			b.Fatal(err)
		}
		w, err := f.Table("series.csv", names...)
		if err != nil {
			b.Fatal(err)
		}
		for row := range rows {
			w.Text("community commerce")
			for c := range columns {
				if c < columns/2 {
					w.Int(row + c)
				} else {
					w.Float(float64(row) / float64(c))
				}
			}
			w.End()
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
		info, _ := os.Stat(filepath.Join(f.Staging(), "series.csv"))
		b.SetBytes(info.Size())
		f.Discard()
	}
}

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString("strategy,week,a,b,c\n")
	for i := range 200_000 {
		fmt.Fprintf(&text, "both,%d,%d,%d,%d\n", i, i*7, i*11, i*13)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		if _, err := results.ReadFrom(strings.NewReader(text.String()), "x.csv"); err != nil {
			b.Fatal(err)
		}
	}
}
