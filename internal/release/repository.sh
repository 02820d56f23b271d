# To be read by the scripts beside it. Links others' artifacts from the local repository of Maven into a folder, and leaves ours out, so that
# what a script builds gets into no other build: repository FOLDER
repository() {
  mkdir -p "$1"
  if [ -d "${HOME}/.m2/repository" ]; then
    cp -as "${HOME}/.m2/repository/." "$1/"
    rm -rf "$1/dev/safe4j"
  fi
}
