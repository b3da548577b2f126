#!/usr/bin/env python3
"""What the documents quote stands in the tree, word for word, and what they link to exists.

Usage: docs_test.py ROOT

A code block that opens with ```LANGUAGE from PATH must be a run of whole lines of that file.
Papers that settings name as their sources are listed in docs/sources.md.
"""
import pathlib
import re
import sys


def quotations(text):
    return re.findall(r"^```\w+ from (\S+)\n(.*?)^```$", text, re.M | re.S)


def words(text):
    """Text in which the amount of space within a line does not matter."""
    return "\n" + re.sub(r"[ \t]+", " ", text)


def links(text):
    without_code = re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S)
    return [link for link in re.findall(r"\]\(([^)\s#]+)[^)]*\)", without_code) if "://" not in link]


def faults(root, page):
    text = page.read_text()
    name = page.relative_to(root)
    for path, quoted in quotations(text):
        source = root / path
        if not source.is_file():
            yield f"{name}: quotes {path}, which does not exist"
        elif words(quoted) not in words(source.read_text()):
            yield f"{name}: {path} no longer says\n{quoted}"
    for link in links(text):
        if not (page.parent / link).exists():
            yield f"{name}: links to {link}, which does not exist"


def cited(reference):
    """The papers in the last column of the tables: "Pries and Secomb 2005"."""
    for line in reference.splitlines():
        source = line.rsplit("|", 2)[-2] if line.count("|") > 5 else ""
        yield from re.findall(r"[A-Z]\w+(?:,? (?:and )?[A-Z]\w+)* (?:19|20)\d\d\b", source)


def unlisted_papers(root):
    listed = (root / "docs/sources.md").read_text()
    papers = set(cited((root / "docs/reference.md").read_text()))
    if len(papers) < 20:
        yield f"docs/reference.md cites {len(papers)} papers: this test reads the wrong text"
    for paper in sorted(papers):
        if paper not in listed:
            yield f"docs/reference.md cites {paper}, which docs/sources.md does not list"


def main(root):
    pages = [p for p in [*root.glob("*.md"), *root.glob("docs/**/*.md"), *root.glob("kernels/**/*.md"),
                         *root.glob("benchmarks/**/*.md"), *root.glob("meshes/**/*.md")]]
    if sum(len(quotations(p.read_text())) for p in pages) == 0:
        sys.exit("no quotation found: this test reads the wrong text")
    wrong = [fault for page in pages for fault in faults(root, page)] + list(unlisted_papers(root))
    print("\n".join(wrong) or f"{len(pages)} pages: what they quote and link to is there")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
