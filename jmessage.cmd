@echo off
rem Builds what is missing or older than its sources, then runs it. Needs a JDK, 17 or newer, only.
setlocal EnableExtensions DisableDelayedExpansion
set "ROOT=%~dp0"
set "COMMAND=%~1"
if "%COMMAND%"=="" goto wrong
if "%COMMAND%"=="-h" goto usage
if "%COMMAND%"=="--help" goto usage
if "%COMMAND%"=="help" goto usage

set "SERVER=server\target\jmessage-server.jar"
set "GUI=client-gui\target\jmessage-gui.jar"
set "TERMINAL=client-terminal\target\jmessage-terminal.jar"
set "SIMULATOR=simulator\target\jmessage-simulator.jar"
set "SYSTEM=system-tests\target\jmessage-system.jar"
set "BENCH=bench\target\jmessage-bench.jar"
set "FIRST="
set "MAIN="
if "%COMMAND%"=="server" (
  set "MODULE=server" & set "JAR=%SERVER%" & set "JARS=%SERVER%"
  set "SOURCES=server,proto" & set "OPTIONS=-Xmx256m -Xmn128m -XX:+UseParallelGC"
) else if "%COMMAND%"=="admin" (
  set "MODULE=server" & set "JAR=%SERVER%" & set "JARS=%SERVER%"
  set "SOURCES=server,proto" & set "MAIN=io.jmessage.server.admin.AdminMain"
  set "OPTIONS=-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto"
) else if "%COMMAND%"=="gui" (
  set "MODULE=client-gui" & set "JAR=%GUI%" & set "JARS=%GUI%"
  set "SOURCES=client-gui,client-common,proto" & set "OPTIONS=-Xmx512m"
) else if "%COMMAND%"=="terminal" (
  set "MODULE=client-terminal" & set "JAR=%TERMINAL%" & set "JARS=%TERMINAL%"
  set "SOURCES=client-terminal,client-common,proto"
  set "OPTIONS=-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
) else if "%COMMAND%"=="simulate" (
  set "MODULE=simulator" & set "JAR=%SIMULATOR%" & set "JARS=%SERVER%,%SIMULATOR%"
  set "SOURCES=simulator,server,proto" & set "OPTIONS=-Xmx512m -XX:+UseParallelGC"
) else if "%COMMAND%"=="bench" (
  set "MODULE=bench" & set "JAR=%BENCH%" & set "JARS=%SERVER%,%BENCH%"
  set "SOURCES=bench,system-tests,server,client-common,proto"
  set "OPTIONS=-Xmx2g -XX:+UseParallelGC"
) else if "%COMMAND%"=="demo" (
  set "FIRST=demo"
) else if "%COMMAND%"=="book" (
  set "FIRST=book"
) else if "%COMMAND%"=="failover" (
  set "FIRST=failover"
) else if "%COMMAND%"=="torture" (
  set "FIRST=torture"
) else if "%COMMAND%"=="load" (
  set "FIRST=load"
) else if "%COMMAND%"=="--version" (
  set "FIRST=--version"
) else (
  echo jmessage: there is no command '%COMMAND%'>&2
  goto wrong
)
if not "%FIRST%"=="" (
  set "MODULE=system-tests" & set "JAR=%SYSTEM%" & set "JARS=%SERVER%,%GUI%,%SYSTEM%"
  set "SOURCES=system-tests,server,client-gui,client-common,proto"
  set "OPTIONS=-Xmx256m -XX:+UseSerialGC"
)

set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
set "VERSION="
for /f "tokens=3" %%v in ('"%JAVA%" -version 2^>^&1 ^| findstr /c:" version "') do (
  if not defined VERSION for /f "delims=.-+ tokens=1" %%m in ("%%~v") do set "VERSION=%%m"
)
if not defined VERSION (
  echo jmessage: there is no java on the PATH or in JAVA_HOME: install a JDK, 17 or newer>&2
  exit /b 1
)
if %VERSION% LSS 17 (
  echo jmessage: this is Java %VERSION%: Jmessage needs a JDK, 17 or newer>&2
  exit /b 1
)

rem The oldest of the jars against the newest of the sources; 1: build.
powershell -NoProfile -Command ^
  "$r=$env:ROOT; $j=$env:JARS.Split(',')|%%{Get-Item -ea 0 ($r+$_)};" ^
  "if (@($j).Count -lt $env:JARS.Split(',').Count) { exit 1 };" ^
  "$t=($j|Sort-Object LastWriteTime)[0].LastWriteTime;" ^
  "$s=@(Get-Item ($r+'pom.xml')); foreach ($m in $env:SOURCES.Split(',')) {" ^
  " $s+=Get-Item ($r+$m+'\pom.xml'); $s+=Get-ChildItem -Recurse -File ($r+$m+'\src\main') };" ^
  "if ($s|?{$_.LastWriteTime -gt $t}) { exit 1 }"
if errorlevel 1 call :build || exit /b 1

if defined JMESSAGE_JAVA_OPTS set "OPTIONS=%JMESSAGE_JAVA_OPTS%"
if %VERSION% GEQ 23 set "OPTIONS=%OPTIONS% --sun-misc-unsafe-memory-access=allow"
if not "%MAIN%"=="" (
  for /f "tokens=1,*" %%a in ("%*") do "%JAVA%" %OPTIONS% "-Djmessage.launcher=jmessage" -cp "%ROOT%%JAR%" %MAIN% %%b
) else if "%FIRST%"=="" (
  for /f "tokens=1,*" %%a in ("%*") do "%JAVA%" %OPTIONS% "-Djmessage.launcher=jmessage" -jar "%ROOT%%JAR%" %%b
) else (
  "%JAVA%" %OPTIONS% "-Djmessage.launcher=jmessage" -jar "%ROOT%%JAR%" %*
)
exit /b %ERRORLEVEL%

:build
set "LOG=%ROOT%target\jmessage-build.log"
if not exist "%ROOT%target" mkdir "%ROOT%target"
if exist "%ROOT%%JAR%" (echo Building what has changed...>&2) else (echo Building ^(first time, about 2 minutes^)...>&2)
pushd "%ROOT%"
call mvnw.cmd -q -pl %MODULE% -am package -DskipTests -Dspotless.check.skip=true -Djacoco.skip=true -Dcyclonedx.skip=true >"%LOG%" 2>&1
set "RESULT=%ERRORLEVEL%"
popd
if not "%RESULT%"=="0" (
  echo jmessage: the build failed; all it said is in %LOG%>&2
  exit /b 1
)
for %%j in (%JARS%) do copy /b "%ROOT%%%j"+,, "%ROOT%%%j" >nul
exit /b 0

:wrong
call :text >&2
exit /b 2

:usage
call :text
exit /b 0

:text
echo Usage: jmessage COMMAND [ARGUMENTS]
echo.
echo   demo       three servers and a chat window on this machine, and what to try
echo   server     one server: ID [master^|slave] CLIENT_ADDRESS INTERNAL_ADDRESS [--master-address=ADDRESS]
echo   gui        the chat window: -a ADDRESS [ADDRESS ...]
echo   terminal   the chat client of the terminal: -a ADDRESS [ADDRESS ...]
echo              for scripts: ... send NAME, or receive [--follow] [--json]; in a pipe one command a line
echo   book       a whole text through servers that are killed, and back
echo   failover   how long users wait when a master goes, measured
echo   torture    kills, stops and damages servers while users write, and checks all that they were told
echo   load       many users at one master for some minutes, measured
echo   simulate   tries to break the replication core, in virtual time
echo   bench      how fast it is, beside what one would take instead: MEASURE [OPTIONS]
echo   admin      asks a server, or tells it what to do: status, members, repair, ... [--at=INTERNAL_ADDRESS]
echo.
echo jmessage COMMAND --help says more. What is missing or out of date is built first.
echo.
echo JAVA_HOME          the JDK to use; else the java on the PATH
echo JMESSAGE_JAVA_OPTS options for the JVM, instead of the defaults
exit /b 0
